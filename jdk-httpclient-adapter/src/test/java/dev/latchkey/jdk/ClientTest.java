package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of somebody else's client on top of ours. */
abstract class ClientTest {
  TestEnvironment rig;

  @BeforeEach
  void open() throws IOException {
    rig = new TestEnvironment(new Setup(Transport.HTTP_1, SendMode.SEND));
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  /** From now on the first token is refused, and one path leads to a foreign host. */
  void refuseTheFirstToken() {
    rig.vendor.handle(
        request -> {
          if (request.getTarget().equals("/away")) {
            return Peer.redirect(307, rig.foreign.origin() + "/there");
          }
          return "Bearer secret-2".equals(request.getHeaders().get("Authorization"))
              ? Peer.of(200, "yes").newBuilder().addHeader("Content-Type", "text/plain").build()
              : Peer.of(401, "no");
        });
  }

  /** The vendor saw a refused and a fresh token, each with the whole body. */
  void assertSentTwice(String method, String body) {
    assertThat(rig.vendor.sent("Authorization"))
        .containsExactly("Bearer secret-1", "Bearer secret-2");
    assertThat(rig.vendor.requests()).extracting(RecordedRequest::getMethod).containsOnly(method);
    assertThat(rig.vendor.bodies()).isEqualTo(List.of(body, body));
  }

  void assertNothingLeaked() {
    assertThat(rig.foreign.requests()).isNotEmpty();
    assertThat(rig.foreign.sent("Authorization")).containsOnlyNulls();
  }
}
