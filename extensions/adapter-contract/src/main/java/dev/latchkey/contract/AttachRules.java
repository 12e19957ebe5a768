package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.SigningKey;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import dev.latchkey.vendor.AuthgearAdmin;
import dev.latchkey.vendor.StatusEntry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which requests get a credential, and which one. */
interface AttachRules {
  TestEnvironment stage();

  @ParameterizedTest
  @EnumSource
  default void requestsCarryTheVendorsCredential(Vendor vendor) throws Exception {
    TestEnvironment stage = stage();

    Answer answer =
        stage.send(stage.client(vendor.scheme()), Call.get(stage.vendor.uri("/v1/things?a=b")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok");
    assertThat(stage.vendor.request(0).target()).isEqualTo("/v1/things?a=b");
    vendor.verify(stage.vendor.request(0), stage.clock.instant());
  }

  @ParameterizedTest
  @EnumSource
  default void requestsToOtherOriginsCarryNothing(Vendor vendor) throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(vendor.scheme());

    stage.send(client, Call.get(stage.foreign.uri("/")));
    stage.send(client, Call.get(URI.create(stage.vendor.originByName() + "/")));

    vendor.verifyNone(stage.foreign.request(0));
    vendor.verifyNone(stage.vendor.request(0));
    assertThat(stage.issued).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  default void theCallersOwnHeaderWinsAndIsNotRetried(Vendor vendor) throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(vendor.scheme());
    stage.vendor.reply(Reply.of(vendor.refusal, "no"));
    String header = vendor.headers().get(0);

    Answer answer =
        stage.send(
            client,
            Call.get(stage.vendor.uri("/")).with(header.toUpperCase(Locale.ROOT), "callers"));

    assertThat(answer.status()).isEqualTo(vendor.refusal);
    assertThat(stage.vendor.sent(header)).containsExactly("callers");
    assertThat(vendor.headers()).filteredOn(stage.vendor.request(0)::has).containsExactly(header);
    assertThat(stage.issued).hasValue(0);
  }

  @Test
  default void aHeaderThatTheSchemeDidNotTellIsTheCallersTooIfHeSetsIt() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(context -> Credential.of("x-own", "ours"));

    stage.send(client, Call.get(stage.vendor.uri("/")).with("X-Own", "callers"));
    stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(stage.vendor.sent("x-own")).containsExactly("callers", "ours");
  }

  @Test
  default void aTokenBoundToThePathIsMadeForEachPath() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(StatusEntry.keyPairBoundToPath("AK123", Vendor.SECRET));

    for (String path : new String[] {"/v1/incidents", "/v1/incidents?page=2", "/v1/incidents"}) {
      stage.send(client, Call.get(stage.vendor.uri(path)));
    }

    assertThat(stage.vendor.requests())
        .allSatisfy(
            request ->
                assertThat(
                        Token.hs256(request.header("Authorization").split(":", 2)[1], Vendor.SECRET)
                            .claims())
                    .containsEntry("sub", request.target()));
    assertThat(stage.issued).hasValue(2);
  }

  @Test
  default void signaturesOfOneSecondAreTheSameAndThoseOfTwoAreNot() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(Vendor.API_KEY.scheme());

    stage.send(client, Call.get(stage.vendor.uri("/")));
    stage.clock.advance(Duration.ofMillis(900));
    stage.send(client, Call.get(stage.vendor.uri("/")));
    stage.clock.advance(Duration.ofMillis(200));
    stage.send(client, Call.get(stage.vendor.uri("/")));

    for (String header : new String[] {"x-signature", "x-app-signature"}) {
      assertThat(stage.vendor.request(1).header(header))
          .isEqualTo(stage.vendor.request(0).header(header))
          .isNotEqualTo(stage.vendor.request(2).header(header));
    }
  }

  @Test
  default void aThousandRequestsWithin200SecondsCostOneSignature() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(Vendor.AUTHGEAR.scheme());

    for (int i = 0; i < 1_000; i++) {
      stage.send(client, Call.get(stage.vendor.uri("/")));
      stage.clock.advance(Duration.ofMillis(200));
    }

    assertThat(stage.issued).hasValue(1);
    assertThat(stage.vendor.requests()).hasSize(1_000);
    assertThat(stage.vendor.sent("Authorization").stream().distinct()).hasSize(1);
  }

  @Test
  default void aTokenIsReplacedBeforeItExpires() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(Vendor.AUTHGEAR.scheme());

    for (int seconds = 0; seconds < 1_200; seconds += 30) {
      stage.send(client, Call.get(stage.vendor.uri("/")));
      SentRequest last = stage.vendor.request(stage.vendor.requests().size() - 1);
      Token token = Token.rs256(last.header("Authorization").substring(7), TestKeys.rsa());
      long expiry = (long) token.claims().get("exp");
      assertThat(expiry).isGreaterThan(stage.clock.instant().getEpochSecond());
      stage.clock.advance(Duration.ofSeconds(30));
    }

    assertThat(stage.issued.get()).isBetween(4, 6);
  }

  @Test
  default void aKeyThatIsExchangedSignsTheNextTokenUnderItsOwnId() throws Exception {
    TestEnvironment stage = stage();
    AtomicReference<SigningKey> key =
        new AtomicReference<>(SigningKey.rs256("old", TestKeys.rsa().getPrivate()));
    TestClient client = stage.client(AuthgearAdmin.project("myapp", key::get));

    stage.send(client, Call.get(stage.vendor.uri("/")));
    key.set(SigningKey.rs256("new", TestKeys.otherRsa().getPrivate()));
    stage.clock.advance(Duration.ofSeconds(280));
    stage.send(client, Call.get(stage.vendor.uri("/")));

    Token before =
        Token.rs256(stage.vendor.request(0).header("Authorization").substring(7), TestKeys.rsa());
    Token after =
        Token.rs256(
            stage.vendor.request(1).header("Authorization").substring(7), TestKeys.otherRsa());
    assertThat(before.header()).containsEntry("kid", "old");
    assertThat(after.header()).containsEntry("kid", "new");
  }

  @Test
  default void aRequestThatGetsNoCredentialIsNotSent() {
    TestEnvironment stage = stage();
    TestClient client =
        stage.client(
            context -> {
              throw new IOException("s3cret");
            });

    assertThatThrownBy(() -> stage.send(client, Call.get(stage.vendor.uri("/"))))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(stage.vendor.origin())
        .hasMessageNotContaining("s3cret")
        .hasCauseInstanceOf(IOException.class);
    assertThat(stage.vendor.requests()).isEmpty();
  }

  @Test
  default void aSchemeThatThrowsAtRuntimeFailsTheCallAsAnIoException() {
    TestEnvironment stage = stage();
    TestClient client =
        stage.client(
            context -> {
              throw new IllegalStateException("s3cret");
            });

    assertThatThrownBy(() -> stage.send(client, Call.get(stage.vendor.uri("/"))))
        .isInstanceOf(CredentialException.class)
        .hasMessageNotContaining("s3cret");
    assertThat(stage.vendor.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void nothingThatIsHandedBackShowsTheCredential(Vendor vendor) throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(
        Reply.of(vendor.refusal, "no"), Reply.redirect(302, "/next"), Reply.of(200, "ok"));

    Answer answer = stage.send(stage.client(vendor.scheme()), Call.get(stage.vendor.uri("/first")));

    assertThat(stage.vendor.requests()).isNotEmpty();
    for (SentRequest request : stage.vendor.requests()) {
      for (String header : vendor.headers()) {
        assertThat(answer.shown()).doesNotContain(request.header(header));
      }
    }
  }
}
