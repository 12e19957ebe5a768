package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests of a call get a query credential, and what is taken off a redirect. */
class AuthCallQueryTest {
  private static final String API = "https://api.test";
  private static final String ELSEWHERE = "https://elsewhere.test";

  private final TestKeyring test = new TestKeyring();
  private final AtomicInteger issued = new AtomicInteger();

  private static Map<String, String> query(TestCall call, String url) throws IOException {
    return TestCall.await(call.attempt(url).credential()).query();
  }

  @Test
  void aQueryCredentialIsForItsOriginAlone() throws IOException {
    TestCall call = test.call(AuthScheme.query("key", "v"));

    assertThat(query(call, API + "/a?b=c")).isEqualTo(Map.of("key", "v"));
    assertThat(query(call, API + "/b#key=v")).isEqualTo(Map.of("key", "v"));
    assertThat(query(call, ELSEWHERE)).isEmpty();
    assertThat(query(call, API)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?key=mine", "?a=b&key", "?k%65y=#f"})
  void aCallWhoseCallerSetTheParameterIsTheCallers(String query) throws IOException {
    TestCall call = test.call(AuthScheme.allOf(AuthScheme.query("key", "v"), counted("x-a")));

    assertThat(query(call, API + query)).isEmpty();
    assertThat(call.answered(401)).isFalse();
    assertThat(call.send(API + "/without")).isEmpty();
    assertThat(issued).as("known beforehand").hasValue(0);
    assertThat(test.events.all()).containsExactly("unauthenticated " + API + " SET_BY_CALLER key");
  }

  private AuthScheme counted(String header) {
    return context -> Credential.of(header, "v" + issued.incrementAndGet());
  }

  @Test
  void theNamesOfALambdaAreLearned() throws IOException {
    Keyring keyring =
        test.keyring(
            context ->
                Credential.query("key", "v" + issued.incrementAndGet())
                    .and("x-a", "1")
                    .singleUse());

    assertThat(query(new TestCall(keyring), API + "?key=mine")).isEmpty();
    assertThat(issued).hasValue(1);
    assertThat(query(new TestCall(keyring), API + "?key=mine")).isEmpty();
    assertThat(issued).as("learned").hasValue(1);
    assertThat(query(new TestCall(keyring), API + "?Key=mine")).containsOnlyKeys("key");
    assertThat(test.events.count("unauthenticated")).isEqualTo(2);
  }

  @Test
  void aCallIsTheCallersAlsoWhereOnlyTheParametersAreNotKnownBeforehand() throws IOException {
    TestCall call = test.call(context -> Credential.query("key", "v"));

    assertThat(query(call, API + "?key=mine")).isEmpty();
    assertThat(query(call, API + "/without")).isEmpty();
    assertThat(test.events.of("unauthenticated"))
        .containsExactly("unauthenticated " + API + " SET_BY_CALLER key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"setting", "refusedWith", "allOf"})
  void theNamesAreKnownBeforehandOfASchemeWithinAnother(String with) throws IOException {
    AuthScheme plain = AuthScheme.query("key", "v");
    AuthScheme scheme =
        switch (with) {
          case "setting" -> plain.setting("x-other");
          case "refusedWith" -> plain.refusedWith(403);
          default -> AuthScheme.allOf(counted("x-a"), plain);
        };

    assertThat(query(test.call(scheme), API + "?key=mine")).isEmpty();
    assertThat(issued).hasValue(0);
  }

  @Test
  void aHopThatHasAParameterOfTheNameGetsNoSecondOne() throws IOException {
    TestCall call = test.call(AuthScheme.query("key", "v"));

    assertThat(query(call, API)).containsKey("key");
    assertThat(query(call, API + "/signed?key=of-the-server")).isEmpty();
    assertThat(query(call, API)).containsKey("key");
    assertThat(test.events.count("unauthenticated")).isZero();
  }

  @Test
  void twoSchemesForOneParameterAreAnError() {
    assertThatThrownBy(
            () -> AuthScheme.allOf(AuthScheme.query("key", "s1"), AuthScheme.query("key", "s2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The schemes of allOf must set different query parameters, but two set key");
    AuthScheme lambdas =
        AuthScheme.allOf(c -> Credential.query("a", "1"), c -> Credential.query("a", "2"));
    assertThatThrownBy(() -> lambdas.issue(IssueContext.of("GET", URI.create(API), test.clock)))
        .hasMessageContaining("a must be set only once, but was set twice");
  }

  @Test
  void aRefusedQueryCredentialIsReplacedOnceIfItDiffers() throws IOException {
    TestCall call = test.call(context -> Credential.query("key", "v" + issued.incrementAndGet()));

    assertThat(query(call, API)).containsEntry("key", "v1");
    assertThat(call.answered(401)).isTrue();
    assertThat(query(call, API)).containsEntry("key", "v2");
    assertThat(call.answered(401)).isFalse();

    TestCall constant = test.call(AuthScheme.query("key", "v"));
    query(constant, API);
    assertThat(constant.answered(401)).as("the same again").isFalse();
  }

  @Test
  void whatTheCallsRequestsCarriedIsTakenOffALocation() throws IOException {
    TestCall call =
        test.call(
            context ->
                Credential.query("key", "k")
                    .andQuery("sig", "s" + issued.incrementAndGet())
                    .singleUse());
    query(call, API + "/a");
    assertThat(call.call().location("/b?key=k&x=1&sig=s1#f")).isEqualTo("/b?x=1#f");
    query(call, API + "/b");
    assertThat(call.call().location("/c?sig=s1&key=k&sig=s2&sig=s3")).isEqualTo("/c?sig=s3");
    query(call, ELSEWHERE);

    assertThat(call.call().location(API + "/a?key=k&sig=s2")).isEqualTo(API + "/a");
    assertThat(new TestCall(test.keyring(context -> Credential.none())).call().location("/b?key=k"))
        .isEqualTo("/b?key=k");
  }

  @Test
  void aLongOneWeighsMore() {
    Keyring keyring =
        test.builder()
            .add(
                API,
                context -> {
                  issued.incrementAndGet();
                  return Credential.query("k", context.uri().getPath() + "v".repeat(40_000));
                })
            .maximumCredentials(100)
            .build();
    for (int round = 0; round < 2; round++) {
      issued.set(0);
      for (int i = 0; i < 50; i++) {
        var unused =
            keyring
                .newCall()
                .attempt("GET", URI.create(API + "/" + i), name -> null)
                .credential()
                .join();
      }
    }

    // Ten each: no more than a tenth of the maximum fits.
    assertThat(issued.get()).isGreaterThanOrEqualTo(40);
  }
}
