package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Over HTTP/1.1 only: over HTTP/2 the bare client of Java 17 waits for such a refusal without end.
 */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#http1")
class ExpectContinueTest extends RigTest {

  @Test
  void aBodyThatWasNotAskedForIsSentAfterwardsEvenIfItCanBeReadOnce() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    MockResponse asks = new MockResponse.Builder().add100Continue().build();
    MockResponse refuses = new MockResponse.Builder().doNotReadRequestBody().build();
    rig.vendor.beforehand(refuses);
    rig.vendor.handle(
        request -> {
          boolean first = rig.vendor.requests().size() == 1;
          rig.vendor.beforehand(asks);
          return first
              ? Peer.of(401, "no").newBuilder().addHeader("Connection", "close").build()
              : Peer.of(200, "yes").newBuilder().add100Continue().build();
        });

    HttpResponse<String> response =
        rig.send(rig.to("/").expectContinue(true).POST(ReplayTest.oneShot(opened)));

    assertThat(response.body()).isEqualTo("yes");
    assertThat(opened).hasValue(1);
    assertThat(rig.vendor.bodies()).containsExactly("", "a body");
  }

  @Test
  void aPostThatBecomesAGetDoesNotWaitToSendItsBody() throws Exception {
    rig.vendor.beforehand(new MockResponse.Builder().add100Continue().build());
    rig.vendor.reply(
        Peer.redirect(302, "/to").newBuilder().add100Continue().build(), Peer.of(200, "there"));

    rig.send(
        rig.following(Redirect.NORMAL),
        rig.to("/").expectContinue(true).POST(BodyPublishers.ofString("body")).build());

    assertThat(rig.vendor.sent("Expect")).containsExactly("100-Continue", null);
  }
}
