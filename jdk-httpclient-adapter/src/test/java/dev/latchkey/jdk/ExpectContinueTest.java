package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Credential;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are sent when the server asks for them, and not before. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class ExpectContinueTest extends TestEnvironmentTest {
  private HttpClient client;

  /** Not with a connection's first request: of one that asks for an upgrade it cannot be. */
  @BeforeEach
  void connect() throws Exception {
    client = rig.following(Redirect.NORMAL);
    rig.send(client, rig.to("/first").build());
    rig.vendor.beforehand(new MockResponse.Builder().add100Continue().build());
  }

  private static MockResponse asking(MockResponse response) {
    return response.newBuilder().add100Continue().build();
  }

  @Test
  void aBodyThatWasAskedForIsAskedForAgainAfterARefusal() throws Exception {
    rig.vendor.reply(asking(Peer.of(401, "no")), asking(Peer.of(200, "yes")));

    HttpResponse<String> response =
        rig.send(
            client,
            rig.to("/").expectContinue(true).POST(BodyPublishers.ofString("a body")).build());

    assertThat(response.body()).isEqualTo("yes");
    assertThat(rig.vendor.bodies()).containsExactly("", "a body", "a body");
    assertThat(rig.vendor.sent("Expect")).containsExactly(null, "100-Continue", "100-Continue");
  }

  @Test
  void aBodyThatWasAskedForAndCanBeReadOnceIsNotSentAgain() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    rig.vendor.reply(asking(Peer.of(401, "no")), asking(Peer.of(200, "never")));

    HttpResponse<String> response =
        rig.send(client, rig.to("/").expectContinue(true).POST(ReplayTest.oneShot(opened)).build());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("no");
    assertThat(opened).hasValue(1);
    assertThat(rig.vendor.bodies()).containsExactly("", "a body");
  }

  @Test
  void aPostThatBecomesAGetDoesNotWaitToSendItsBody() throws Exception {
    rig.vendor.reply(asking(Peer.redirect(302, "/to")), Peer.of(200, "there"));

    rig.send(
        client, rig.to("/").expectContinue(true).POST(BodyPublishers.ofString("body")).build());

    assertThat(rig.vendor.sent("Expect")).containsExactly(null, "100-Continue", null);
  }

  @Test
  void aBodyThatWasSignedIsAskedForAgainAfterARefusal() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    HttpClient signing =
        KeyringHttpClient.wrap(
            rig.bare().build(),
            rig.keyring(
                context ->
                    Credential.of(
                        "x-body",
                        context.refusal().isPresent() + new String(context.body(), UTF_8))));
    rig.vendor.beforehand(new MockResponse.Builder().code(200).build());
    rig.send(signing, rig.to("/first").build());
    rig.vendor.beforehand(new MockResponse.Builder().add100Continue().build());
    rig.vendor.reply(asking(Peer.of(401, "no")), asking(Peer.of(200, "yes")));

    HttpResponse<String> response =
        rig.send(
            signing, rig.to("/").expectContinue(true).POST(ReplayTest.oneShot(opened)).build());

    assertThat(response.body()).isEqualTo("yes");
    assertThat(rig.vendor.bodies()).endsWith("a body", "a body");
    assertThat(rig.vendor.sent("x-body")).endsWith("falsea body", "truea body");
    assertThat(opened).hasValue(1);
  }
}
