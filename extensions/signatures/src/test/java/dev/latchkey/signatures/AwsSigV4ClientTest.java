package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.Moment;
import dev.latchkey.signatures.AwsClient.Body;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
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
  private static final String TARGET = "/a%20b/c(d)/e+f/%E2%82%AC?b=2&a=%2F+~&acl&b=1";

  private final Moment clock = Moment.at("2026-03-01T12:00:00Z");
  private final AtomicReference<AwsCredentials> current = new AtomicReference<>(OLD);

  @AutoClose private final AwsServer service = new AwsServer("execute-api");
  @AutoClose private final AwsServer s3 = new AwsServer("s3");
  @AutoClose private Keyring keyring;

  AwsSigV4ClientTest() throws Exception {}

  @ParameterizedTest
  @EnumSource
  void whatArrivesIsSigned(AwsClient client) throws Exception {
    add(AwsSigV4.of(AwsSdkSigner.REGION, "execute-api", FIXED), service);
    for (Body body : Body.values()) {
      String method = body == Body.NONE ? "GET" : "POST";
      assertThat(client.send(keyring, method, uri(service), body)).isEqualTo(200);
      ByteString sent = service.bodyOfLast();
      assertThat(sent.utf8()).isEqualTo(body == Body.NONE ? "" : "a body");
      assertThat(service.isSigned(FIXED)).isTrue();
      assertThat(service.isSigned(FIXED, TARGET, ByteString.encodeUtf8("A body"))).isFalse();
      assertThat(service.isSigned(FIXED, TARGET.replace("b=2", "b=3"), sent)).isFalse();
      assertThat(service.isSigned(FIXED, TARGET.replace("c(d)", "c(e)"), sent)).isFalse();
      assertThat(service.isSigned(NEW)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatIsReadOnceIsNotSignedForS3(AwsClient client) throws Exception {
    add(AwsSigV4.of(AwsSdkSigner.REGION, "s3", FIXED), s3);
    assertThat(client.send(keyring, "PUT", uri(s3), Body.STREAM)).isEqualTo(200);
    assertThat(s3.last().getHeaders().get("x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
    assertThat(s3.bodyOfLast().utf8()).isEqualTo("a body");
    assertThat(s3.isSigned(FIXED)).isTrue();
    assertThat(client.send(keyring, "PUT", uri(s3), Body.TEXT)).isEqualTo(200);
    assertThat(s3.last().getHeaders().get("x-amz-content-sha256")).hasSize(64);
    assertThat(s3.isSigned(FIXED)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void noBodyIsSignedIfTheServiceDoesNotWantThat(AwsClient client) throws Exception {
    add(AwsSigV4.of(AwsSdkSigner.REGION, "execute-api", FIXED).withUnsignedPayload(), service);
    assertThat(client.send(keyring, "POST", uri(service), Body.TEXT)).isEqualTo(200);
    assertThat(service.last().getHeaders().get("x-amz-content-sha256"))
        .isEqualTo("UNSIGNED-PAYLOAD");
    assertThat(service.isSigned(FIXED)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void rotatedCredentialsSignTheNextRequest(AwsClient client) throws Exception {
    add(rotating("execute-api"), service);
    client.send(keyring, "GET", uri(service), Body.NONE);
    assertThat(service.isSigned(OLD)).isTrue();
    assertThat(service.last().getHeaders().get("X-Amz-Security-Token")).isEqualTo("old-token");
    current.set(NEW);
    client.send(keyring, "GET", uri(service), Body.NONE);
    assertThat(service.isSigned(NEW)).isTrue();
    clock.advance(Duration.ofDays(1));
    client.send(keyring, "GET", uri(service), Body.NONE);
    assertThat(service.isSigned(NEW)).isTrue();
    assertThat(service.last().getHeaders().get("X-Amz-Date")).isEqualTo("20260302T120000Z");
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredTokenIsReplacedOnce(AwsClient client) throws Exception {
    add(rotatingOnceAsked(), service);
    service.refusals.add(AwsServer.refusal(403, "ExpiredTokenException:http://internal/"));
    assertThat(client.send(keyring, "POST", uri(service), Body.TEXT)).isEqualTo(200);
    assertThat(service.requests).hasSize(2);
    assertThat(service.isSigned(NEW)).isTrue();
    assertThat(service.bodyOfLast().utf8()).isEqualTo("a body");
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredTokenThatOnlyTheBodyNamesIsReplacedOnce(AwsClient client) throws Exception {
    add(rotatingOnceAsked(), s3);
    s3.refusals.add(AwsServer.refusal(400, null));
    assertThat(client.send(keyring, "PUT", uri(s3), Body.TEXT)).isEqualTo(200);
    assertThat(s3.requests).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedAccessIsTheCallers(AwsClient client) throws Exception {
    add(rotatingOnceAsked(), service);
    service.refusals.add(AwsServer.refusal(403, "AccessDeniedException"));
    assertThat(client.send(keyring, "GET", uri(service), Body.NONE)).isEqualTo(403);
    assertThat(service.requests).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedAccessThatOnlyTheBodyNamesCostsOneMoreRequestPerBackOff(AwsClient client)
      throws Exception {
    add(AwsSigV4.of(AwsSdkSigner.REGION, "s3", FIXED), s3);
    s3.refusals.addAll(Collections.nCopies(10, AwsServer.refusal(403, null)));
    for (int requests : List.of(2, 3, 4)) {
      assertThat(client.send(keyring, "GET", uri(s3), Body.NONE)).isEqualTo(403);
      assertThat(s3.requests).hasSize(requests);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theClockIsLearnedFromARefusal(AwsClient client) throws Exception {
    add(AwsSigV4.of(AwsSdkSigner.REGION, "execute-api", FIXED), service);
    service.refusals.add(
        AwsServer.refusal(400, null)
            .newBuilder()
            .setHeader("Date", "Sun, 01 Mar 2026 12:06:00 GMT")
            .build());
    assertThat(client.send(keyring, "GET", uri(service), Body.NONE)).isEqualTo(200);
    assertThat(service.requests).hasSize(2);
    assertThat(service.last().getHeaders().get("X-Amz-Date")).isEqualTo("20260301T120600Z");
    assertThat(service.isSigned(FIXED)).isTrue();
  }

  private void add(AuthScheme scheme, AwsServer server) {
    keyring = Keyring.builder().clock(clock).add(server.origin(), scheme).build();
  }

  private AuthScheme rotating(String name) {
    return AwsSigV4.of(AwsSdkSigner.REGION, name, current::get);
  }

  /** Returns a scheme whose credentials change after the first request. */
  private AuthScheme rotatingOnceAsked() {
    return AwsSigV4.of(AwsSdkSigner.REGION, "execute-api", () -> current.getAndSet(NEW));
  }

  private static URI uri(AwsServer server) {
    return URI.create(server.origin() + TARGET);
  }
}
