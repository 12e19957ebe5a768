package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import dev.latchkey.testing.Token;
import dev.latchkey.vendor.StatusEntry;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a redirect carries where. */
interface RedirectRules {
  TestEnvironment stage();

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  default void aRedirectToAnotherPortCarriesNothing(int status) throws Exception {
    TestEnvironment stage = stage();
    for (Vendor vendor : Vendor.values()) {
      assertNothingGoes(vendor, status, stage.vendor.origin(), stage.foreign.origin());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  default void aRedirectToAnotherHostCarriesNothing(int status) throws Exception {
    TestEnvironment stage = stage();
    for (Vendor vendor : Vendor.values()) {
      assertNothingGoes(vendor, status, stage.vendor.origin(), stage.vendor.originByName());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  default void aRedirectToAnotherSchemeCarriesNothing(int status) throws Exception {
    TestEnvironment stage = stage();
    try (TestServer secure = TestServer.https(TestEnvironment.TLS)) {
      for (Vendor vendor : Vendor.values()) {
        assertNothingGoes(vendor, status, stage.vendor.origin(), secure, secure.origin());
        assertNothingGoes(vendor, status, secure.origin(), secure, stage.foreign.origin());
      }
    }
  }

  private void assertNothingGoes(Vendor vendor, int status, String from, String to)
      throws Exception {
    assertNothingGoes(vendor, status, from, stage().vendor, to);
  }

  /** Redirects a call from one origin to another, which refuses it; {@code third} may be either. */
  private void assertNothingGoes(
      Vendor vendor, int status, String from, TestServer third, String to) throws Exception {
    TestEnvironment stage = stage();
    List<SentRequest> got = new CopyOnWriteArrayList<>();
    for (TestServer server : List.of(stage.vendor, stage.foreign, third)) {
      server.handle(
          sent -> {
            got.add(sent);
            return sent.target().equals("/from")
                ? Reply.redirect(status, to + "/to")
                : Reply.of(vendor.refusal, "there");
          });
    }

    Answer answer =
        stage.send(
            stage.clientOf(keyring -> keyring.add(from, vendor.scheme())),
            Call.get(URI.create(from + "/from")));

    assertThat(answer.status()).as("%s %s to %s", vendor, status, to).isEqualTo(vendor.refusal);
    assertThat(answer.body()).isEqualTo("there");
    assertThat(got).extracting(SentRequest::target).containsExactly("/from", "/to");
    vendor.verify(got.get(0), stage.clock.instant());
    vendor.verifyNone(got.get(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  default void aRedirectWithinTheOriginCarriesACredentialForTheNewUrl(int status) throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(Reply.redirect(status, "/v1/new?a=b"), Reply.of(200, "there"));

    Answer answer =
        stage.send(
            stage.client(StatusEntry.keyPairBoundToPath("AK123", Vendor.SECRET)),
            Call.get(stage.vendor.uri("/v1/old")));

    assertThat(answer.body()).isEqualTo("there");
    assertThat(subject(stage.vendor.request(0))).isEqualTo("/v1/old");
    assertThat(subject(stage.vendor.request(1))).isEqualTo("/v1/new?a=b");
  }

  private static Object subject(SentRequest request) {
    String jwt = request.header("Authorization").split(":", 2)[1];
    return Token.hs256(jwt, Vendor.SECRET).claims().get("sub");
  }

  @Test
  default void aCallThatLeftGetsNothingWhenItComesBack() throws Exception {
    TestEnvironment stage = stage();
    for (Vendor vendor : Vendor.values()) {
      int before = stage.vendor.requests().size();
      stage.vendor.reply(
          Reply.redirect(307, stage.foreign.origin() + "/away"), Reply.of(vendor.refusal, "back"));
      stage.foreign.reply(Reply.redirect(307, stage.vendor.origin() + "/back"));

      Answer answer =
          stage.send(stage.client(vendor.scheme()), Call.get(stage.vendor.uri("/start")));

      assertThat(answer.body()).isEqualTo("back");
      vendor.verify(stage.vendor.request(before), stage.clock.instant());
      assertThat(stage.vendor.requests()).hasSize(before + 2);
      vendor.verifyNone(stage.vendor.request(before + 1));
    }
  }

  @Test
  default void oneVendorCannotSteerACallIntoAnothersApi() throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(Reply.redirect(307, stage.foreign.origin() + "/delete-everything"));
    TestClient client =
        stage.clientOf(
            keyring ->
                keyring
                    .add(stage.vendor.origin(), Vendor.STATUS_ENTRY.scheme())
                    .add(stage.foreign.origin(), Vendor.API_KEY.scheme()));

    stage.send(client, Call.get(stage.vendor.uri("/")));

    Vendor.STATUS_ENTRY.verifyNone(stage.foreign.request(0));
    Vendor.API_KEY.verifyNone(stage.foreign.request(0));
  }

  @Test
  default void aCallToElsewhereGetsNothingWhenItIsSentToAVendor() throws Exception {
    TestEnvironment stage = stage();
    stage.foreign.reply(Reply.redirect(307, stage.vendor.origin() + "/delete-everything"));

    stage.send(stage.client(Vendor.AUTHGEAR.scheme()), Call.get(stage.foreign.uri("/")));

    Vendor.AUTHGEAR.verifyNone(stage.vendor.request(0));
  }

  @Test
  default void originsThatWereAddedWithOneSchemeShareACall() throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(Reply.redirect(307, stage.foreign.origin() + "/eu"));
    AuthScheme scheme = Vendor.AUTHGEAR.scheme();
    TestClient client =
        stage.clientOf(
            keyring -> keyring.add(scheme, stage.vendor.origin(), stage.foreign.origin()));

    stage.send(client, Call.get(stage.vendor.uri("/")));

    Vendor.AUTHGEAR.verify(stage.foreign.request(0), stage.clock.instant());
  }

  @Test
  default void theCallersOwnSecretsStayWithTheFirstOrigin() throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(Reply.redirect(307, stage.foreign.origin() + "/there"));
    TestClient client = stage.client(Vendor.API_KEY.scheme());

    stage.send(
        client,
        Call.get(stage.vendor.uri("/"))
            .with("Authorization", "Bearer callers")
            .with("Cookie", "session=callers")
            .with("X-Api-Key", "callers")
            .with("X-Signature", "callers")
            .with("X-Trace", "42"));

    assertThat(stage.vendor.request(0).header("Authorization")).isEqualTo("Bearer callers");
    assertThat(stage.vendor.request(0).header("x-api-key")).isEqualTo("callers");
    SentRequest there = stage.foreign.request(0);
    for (String name : List.of("Authorization", "Cookie", "x-api-key", "x-signature")) {
      assertThat(there.has(name)).as(name).isFalse();
    }
    assertThat(there.header("X-Trace")).isEqualTo("42");
  }
}
