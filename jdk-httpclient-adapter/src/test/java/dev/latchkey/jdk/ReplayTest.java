package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Which bodies are sent again. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class ReplayTest extends TestEnvironmentTest {
  private static final byte[] BODY = "a body".getBytes(UTF_8);

  @Test
  void aBodyOfUnknownLengthIsNotSentAgainButTheTokenIsReplaced() throws Exception {
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "yes"));
    AtomicInteger opened = new AtomicInteger();

    HttpResponse<String> first =
        rig.send(
            rig.to("/")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> {
                          opened.incrementAndGet();
                          return new ByteArrayInputStream(BODY);
                        })));

    assertThat(first.statusCode()).isEqualTo(401);
    assertThat(first.body()).isEqualTo("no");
    assertThat(opened).hasValue(1);
    assertThat(rig.vendor.sent("Authorization")).containsExactly("Bearer secret-1");
    assertThat(rig.tokens.replaced.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void bodiesOfEveryKindOfKnownLengthAreSentAgain(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("body"), BODY);
    for (BodyPublisher body :
        List.of(
            BodyPublishers.ofByteArray(BODY),
            BodyPublishers.ofFile(file),
            BodyPublishers.concat(BodyPublishers.ofString("a "), BodyPublishers.ofString("body")),
            BodyPublishers.fromPublisher(BodyPublishers.ofString("a body"), BODY.length))) {
      int before = rig.vendor.requests().size();
      rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "yes"));

      assertThat(rig.send(rig.to("/").PUT(body)).body()).isEqualTo("yes");

      assertThat(rig.vendor.bodies().subList(before, before + 2)).containsOnly("a body");
    }
  }

  @Test
  void methodsWithoutABodyAreSentAgain() throws Exception {
    for (String method : List.of("GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "lower")) {
      int before = rig.vendor.requests().size();
      rig.vendor.reply(Peer.of(401, ""), Peer.of(200, ""));

      HttpResponse<String> response = rig.send(rig.to("/").method(method, BodyPublishers.noBody()));

      assertThat(response.statusCode()).as(method).isEqualTo(200);
      assertThat(rig.vendor.requests()).hasSize(before + 2);
      assertThat(rig.vendor.request(before + 1).getMethod()).isEqualTo(method);
    }
  }

  /** A body that can be read once, of unknown length. */
  static BodyPublisher oneShot(AtomicInteger opened) {
    InputStream once = new ByteArrayInputStream(BODY);
    return BodyPublishers.ofInputStream(
        () -> {
          opened.incrementAndGet();
          return once;
        });
  }
}
