package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.signatures.SigningCall.Body;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import okio.ByteString;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What arrives at a service, and what it answers. */
class AwsSigV4ClientTest {
  private static final AwsCredentials OLD = AwsCredentials.of("ASIAOLD", "old-secret", "old-token");
  private static final AwsCredentials NEW = AwsCredentials.of("ASIANEW", "new-secret", "new-token");
  private static final AwsCredentials FIXED = AwsCredentials.of("AKIAFIXED", "fixed-secret");
  private static final Reply OK = Reply.of(200, "ok");
  private static final String TARGET = "/a%20b/c(d)/e+f/%E2%82%AC?b=2&a=%2F+~&acl&b=1";

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final AtomicReference<AwsCredentials> current = new AtomicReference<>(OLD);

  @AutoClose private final TestServer service = TestServer.http();
  @AutoClose private final TestServer s3 = TestServer.http();
  @AutoClose private Keyring keyring;

  @ParameterizedTest
  @EnumSource
  void whatArrivesIsSigned(SigningClient client) throws Exception {
    add(AwsSigV4.of(AwsSdkSigner.REGION, "execute-api", FIXED), service);
    for (Body body : Body.values()) {
      String method = body == Body.NONE ? "GET" : "POST";
      assertThat(send(client, method, service, body)).isEqualTo(200);
      SentRequest sent = last(service);
      AwsVerifier verifier = new AwsVerifier("execute-api", service.origin());
      assertThat(sent.body()).isEqualTo(body == Body.NONE ? "" : "a body");
      assertThat(verifier.accepts(sent, FIXED)).isTrue();
      assertThat(verifier.accepts(sent.withBody("A body"), FIXED)).isFalse();
      String target = sent.target();
      assertThat(verifier.accepts(sent.withTarget(target.replace("b=2", "b=3")), FIXED)).isFalse();
      assertThat(verifier.accepts(sent.withTarget(target.replace("c(d)", "c(e)")), FIXED))
          .isFalse();
      assertThat(verifier.accepts(sent, NEW)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatIsReadOnceIsNotSignedForS3(SigningClient client) throws Exception {
    add(AwsSigV4.of(AwsSdkSigner.REGION, "s3", FIXED), s3);
    assertThat(send(client, "PUT", s3, Body.ONCE)).isEqualTo(200);
    assertThat(last(s3).header("x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
    assertThat(last(s3).body()).isEqualTo("a body");
    assertThat(isSigned(s3, FIXED)).isTrue();
    assertThat(send(client, "PUT", s3, Body.BYTES)).isEqualTo(200);
    assertThat(last(s3).header("x-amz-content-sha256")).hasSize(64);
    assertThat(isSigned(s3, FIXED)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void noBodyIsSignedIfTheServiceDoesNotWantThat(SigningClient client) throws Exception {
    add(AwsSigV4.of(AwsSdkSigner.REGION, "execute-api", FIXED).withUnsignedPayload(), service);
    assertThat(send(client, "POST", service, Body.BYTES)).isEqualTo(200);
    assertThat(last(service).header("x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
    assertThat(isSigned(service, FIXED)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void rotatedCredentialsSignTheNextRequest(SigningClient client) throws Exception {
    add(rotating("execute-api"), service);
    send(client, "GET", service, Body.NONE);
    assertThat(isSigned(service, OLD)).isTrue();
    assertThat(last(service).header("X-Amz-Security-Token")).isEqualTo("old-token");
    current.set(NEW);
    send(client, "GET", service, Body.NONE);
    assertThat(isSigned(service, NEW)).isTrue();
    clock.advance(Duration.ofDays(1));
    send(client, "GET", service, Body.NONE);
    assertThat(isSigned(service, NEW)).isTrue();
    assertThat(last(service).header("X-Amz-Date")).isEqualTo("20260302T120000Z");
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredTokenIsReplacedOnce(SigningClient client) throws Exception {
    add(rotatingOnceAsked(), service);
    service.reply(refusal(403, "ExpiredTokenException:http://internal/"), OK);
    assertThat(send(client, "POST", service, Body.BYTES)).isEqualTo(200);
    assertThat(service.requests()).hasSize(2);
    assertThat(isSigned(service, NEW)).isTrue();
    assertThat(last(service).body()).isEqualTo("a body");
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredTokenThatOnlyTheBodyNamesIsReplacedOnce(SigningClient client) throws Exception {
    add(rotatingOnceAsked(), s3);
    s3.reply(Reply.of(400, "<Error/>"), OK);
    assertThat(send(client, "PUT", s3, Body.BYTES)).isEqualTo(200);
    assertThat(s3.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedAccessIsTheCallers(SigningClient client) throws Exception {
    add(rotatingOnceAsked(), service);
    service.reply(refusal(403, "AccessDeniedException"), OK);
    assertThat(send(client, "GET", service, Body.NONE)).isEqualTo(403);
    assertThat(service.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedAccessThatOnlyTheBodyNamesCostsOneMoreRequestPerBackOff(SigningClient client)
      throws Exception {
    add(AwsSigV4.of(AwsSdkSigner.REGION, "s3", FIXED), s3);
    s3.reply(Reply.of(403, "<Error/>"));
    for (int requests : List.of(2, 3, 4)) {
      assertThat(send(client, "GET", s3, Body.NONE)).isEqualTo(403);
      assertThat(s3.requests()).hasSize(requests);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theClockIsLearnedFromARefusal(SigningClient client) throws Exception {
    add(AwsSigV4.of(AwsSdkSigner.REGION, "execute-api", FIXED), service);
    service.reply(Reply.of(400, "<Error/>").with("Date", "Sun, 01 Mar 2026 12:06:00 GMT"), OK);
    assertThat(send(client, "GET", service, Body.NONE)).isEqualTo(200);
    assertThat(service.requests()).hasSize(2);
    assertThat(last(service).header("X-Amz-Date")).isEqualTo("20260301T120600Z");
    assertThat(isSigned(service, FIXED)).isTrue();
  }

  private void add(AuthScheme scheme, TestServer server) {
    keyring = Keyring.builder().clock(clock).add(server.origin(), scheme).build();
  }

  private AuthScheme rotating(String name) {
    return AwsSigV4.of(AwsSdkSigner.REGION, name, current::get);
  }

  /** Returns a scheme whose credentials change after the first request. */
  private AuthScheme rotatingOnceAsked() {
    return AwsSigV4.of(AwsSdkSigner.REGION, "execute-api", () -> current.getAndSet(NEW));
  }

  private int send(SigningClient client, String method, TestServer server, Body body)
      throws Exception {
    URI uri = URI.create(server.origin() + TARGET);
    return client.send(
        keyring,
        new SigningCall(method, uri, Map.of(), body, ByteString.encodeUtf8("a body"))
            .with("x-amz-meta-a", "one", "two  three")
            .with("User-Agent", "tests"));
  }

  private static SentRequest last(TestServer server) {
    return server.request(server.requests().size() - 1);
  }

  private boolean isSigned(TestServer server, AwsCredentials credentials) {
    return new AwsVerifier(server == s3 ? "s3" : "execute-api", server.origin())
        .accepts(last(server), credentials);
  }

  private static Reply refusal(int status, String type) {
    return Reply.of(status, "<Error/>").with("x-amzn-ErrorType", type);
  }
}
