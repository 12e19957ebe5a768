package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A refusal of a request whose body waits to be asked for. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#refusingBeforehand")
class RefusedBeforehandTest extends TestEnvironmentTest {

  @Test
  void aBodyThatWasNotAskedForIsSentAfterwardsEvenIfItCanBeReadOnce() throws Exception {
    // Not with the connection's first request: of one that asks for an upgrade it cannot be.
    rig.send(rig.to("/first"));
    AtomicInteger opened = new AtomicInteger();
    rig.vendor.beforehand(new MockResponse.Builder().doNotReadRequestBody().build());
    rig.vendor.handle(
        request -> {
          boolean first = rig.vendor.requests().size() == 2;
          rig.vendor.beforehand(new MockResponse.Builder().add100Continue().build());
          return first
              ? closing(Peer.of(401, "no"))
              : Peer.of(200, "yes").newBuilder().add100Continue().build();
        });

    HttpResponse<String> response =
        rig.send(rig.to("/").expectContinue(true).POST(ReplayTest.oneShot(opened)));

    assertThat(response.body()).isEqualTo("yes");
    assertThat(opened).hasValue(1);
    assertThat(rig.vendor.bodies()).containsExactly("", "", "a body");
    assertThat(rig.vendor.sent("Authorization"))
        .containsExactly("Bearer secret-1", "Bearer secret-1", "Bearer secret-2");
  }

  /** HTTP/1.1 cannot go on where the body would have come, and HTTP/2 knows no such header. */
  private MockResponse closing(MockResponse response) {
    return setup.wire() == Transport.HTTP_1
        ? response.newBuilder().addHeader("Connection", "close").build()
        : response;
  }
}
