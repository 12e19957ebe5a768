package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthCallHopTest {
  private static final String API = "https://api.test";
  private static final String EU = "https://eu.api.test";
  private static final String OTHER = "https://other.test";
  private static final String ELSEWHERE = "https://elsewhere.test";
  private static final Map<String, String> OURS = Map.of("x-key", "k");

  private final TestKeyring test = new TestKeyring();
  private final Keyring keyring =
      test.builder()
          .add(AuthScheme.header("x-key", "k"), API, EU)
          .add(OTHER, AuthScheme.header("x-other", "o"))
          .build();
  private final TestCall call = new TestCall(keyring);

  @Test
  void aHopToTheOriginGetsACredential() throws IOException {
    assertThat(call.send(API + "/a")).isEqualTo(OURS);
    assertThat(call.removed()).isEmpty();
    assertThat(call.send(API + "/b?c")).isEqualTo(OURS);
    assertThat(call.removed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://API.test/",
        "https://api.test:443/",
        "wss://api.test/chat",
        "https://u:p@api.test"
      })
  void anOriginIsKnownInAnyForm(String url) throws IOException {
    assertThat(call.send(url)).isEqualTo(OURS);
    assertThat(call.send(API)).isEqualTo(OURS);
    assertThat(call.removed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.test/",
        "https://api.test:8443/",
        "https://x.api.test/",
        "https://api.test./",
        "https://api.test@evil.test/",
        "https://api_.test/",
        "ws://api.test/"
      })
  void anotherOriginGetsNothing(String url) throws IOException {
    assertThat(call.send(url)).isEmpty();
    assertThat(new TestCall(keyring).send(url)).isEmpty();
    TestCall redirected = new TestCall(keyring);
    redirected.send(API);
    assertThat(redirected.send(url)).isEmpty();
    assertThat(redirected.removed()).contains("Authorization", "Cookie", "X-KEY");
  }

  @Test
  void anotherOriginOfTheSameSchemeGetsACredentialToo() throws IOException {
    assertThat(call.send(API)).isEqualTo(OURS);
    assertThat(call.send(EU)).isEqualTo(OURS);
    assertThat(call.removed()).contains("Cookie", "Authorization", "x-key");
    assertThat(call.send(API)).isEqualTo(OURS);
    assertThat(call.removed()).isEmpty();
  }

  @Test
  void anEqualSchemeThatIsNotTheSameObjectDoesNot() throws IOException {
    Keyring two =
        test.builder()
            .add(API, AuthScheme.header("x-key", "k"))
            .add(EU, AuthScheme.header("x-key", "k"))
            .build();
    TestCall redirected = new TestCall(two);
    redirected.send(API);

    assertThat(redirected.send(EU)).isEmpty();
  }

  @Test
  void oneVendorCannotSteerACallIntoAnothersApi() throws IOException {
    assertThat(call.send(API)).isEqualTo(OURS);
    assertThat(call.send(OTHER)).isEmpty();
    assertThat(call.send(API)).isEmpty();
  }

  @Test
  void aCallThatLeftGetsNothingAnyMore() throws IOException {
    assertThat(call.send(API)).isEqualTo(OURS);
    assertThat(call.send(ELSEWHERE)).isEmpty();
    assertThat(call.send(API)).isEmpty();
    assertThat(call.removed()).contains("Authorization");
    assertThat(call.send(EU)).isEmpty();
  }

  @Test
  void aCallThatBeganElsewhereGetsNothing() throws IOException {
    assertThat(call.send(ELSEWHERE)).isEmpty();
    assertThat(call.removed()).isEmpty();
    assertThat(call.send(API)).isEmpty();
    assertThat(call.send(ELSEWHERE)).isEmpty();
  }

  @Test
  void whatTheCallerSetForOneOriginIsWithheldFromAnother() throws IOException {
    call.send(API);
    call.send(ELSEWHERE);

    assertThat(call.removed())
        .containsExactlyInAnyOrder(
            "Authorization", "Cookie", "Proxy-Authorization", "x-key", "x-other");
    assertThat(call.removed().contains("X-Other")).isTrue();
    assertThat(call.removed().contains("cookie")).isTrue();
  }

  @Test
  void headersThatALambdaWasSeenToSetAreWithheldToo() throws IOException {
    Keyring lambdas = test.keyring(context -> Credential.of("x-sig", "s"));
    new TestCall(lambdas).send(API);
    TestCall redirected = new TestCall(lambdas);
    redirected.send(API);
    redirected.send(ELSEWHERE);

    assertThat(redirected.removed().contains("X-Sig")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-key", "X-KEY", "X-Key"})
  void theCallersOwnHeaderWinsOnEveryHop(String name) throws IOException {
    call.with(name, "mine");

    assertThat(call.send(API)).isEmpty();
    assertThat(call.answered(401)).isFalse();
    assertThat(call.send(API + "/b")).isEmpty();
    assertThat(call.send(EU)).isEmpty();
    assertThat(test.events.all())
        .as("told once")
        .containsExactly("unauthenticated https://api.test SET_BY_CALLER x-key");
  }

  @Test
  void anotherHeaderOfTheCallersDoesNotMatter() throws IOException {
    call.with("x-other", "mine").with("Authorization", "Bearer mine");

    assertThat(call.send(API)).isEqualTo(OURS);
  }

  @Test
  void aCallIsTheCallersAlsoWhereTheSchemesHeadersAreNotKnownBeforehand() throws IOException {
    Keyring lambdas = test.keyring(context -> Credential.of("x-sig", "s"));
    for (int i = 0; i < 2; i++) {
      TestCall own = new TestCall(lambdas).with("X-Sig", "mine");
      assertThat(own.send(API)).isEmpty();
      assertThat(own.answered(401)).isFalse();
      assertThat(own.send(API + "/b")).isEmpty();
    }
    assertThat(new TestCall(lambdas).send(API)).isEqualTo(Map.of("x-sig", "s"));
  }

  @Test
  void eachHopsCredentialIsComputedForItsMethodAndUri() throws IOException {
    Keyring bound =
        test.keyring(
            context ->
                Credential.of(
                    "x-sig",
                    context.method()
                        + context.uri().getPath()
                        + context.header("x-tenant").orElse("-")));
    TestCall hops = new TestCall(bound).method("POST");

    assertThat(hops.send(API + "/a")).isEqualTo(Map.of("x-sig", "POST/a-"));
    assertThat(hops.send(API + "/b")).isEqualTo(Map.of("x-sig", "POST/b-"));
    assertThat(hops.method("GET").send(API + "/b")).isEqualTo(Map.of("x-sig", "GET/b-"));
    assertThat(hops.with("X-Tenant", "t").send(API + "/b")).isEqualTo(Map.of("x-sig", "GET/bt"));
  }

  @Test
  void whatWasPreparedIsUsedForTheSameRequestOnly() throws IOException {
    CountingScheme scheme = new CountingScheme(Duration.ofMinutes(5));
    TestCall prepared = test.byHand().call(scheme);
    assertThat(prepared.attempt(API + "/a").prepare()).isNotDone();
    test.byHand.run();

    assertThat(prepared.send(API + "/a")).isEqualTo(Map.of("x", "t1"));
    assertThat(prepared.send(ELSEWHERE)).isEmpty();
  }

  @Test
  void whatIsCachedIsPreparedAtOnceAndDoesNotWaitLaterWhateverHappens() throws IOException {
    Keyring counting = test.byHand().keyring(new CountingScheme(Duration.ofMinutes(5)));
    CompletableFuture<Credential> before = new TestCall(counting).ask(API);
    test.byHand.run();
    assertThat(before).isDone();
    AuthAttempt attempt = new TestCall(counting).attempt(API);

    assertThat(attempt.prepare()).isCompletedWithValue(true);
    counting.forget(API);

    CompletableFuture<Credential> prepared = attempt.credential();
    assertThat(prepared).isDone();
    assertThat(TestCall.await(prepared).headers()).isEqualTo(Map.of("x", "t1"));
  }

  @Test
  void failsIfNoCredentialCanBeHad() {
    Keyring failing =
        test.keyring(
            context -> {
              throw new CredentialException("the vault is sealed");
            });

    assertThatThrownBy(() -> new TestCall(failing).send(API))
        .isInstanceOf(CredentialException.class)
        .hasMessageStartingWith("No credential for https://api.test: the vault is sealed");
  }

  @Test
  void showsNothingOfTheRequest() throws IOException {
    call.send(API + "/?token=s3cret");

    assertThat(call.call()).hasToString("AuthCall");
    assertThat(call.attempt(API + "/?token=s3cret")).hasToString("AuthAttempt");
  }
}
