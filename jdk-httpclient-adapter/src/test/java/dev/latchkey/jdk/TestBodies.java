package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.contract.TestBody;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/** The contract's bodies as the JDK's client has them. */
final class TestBodies {
  private TestBodies() {}

  static HttpRequest with(TestBody body, HttpRequest.Builder request) {
    return body.kind() == TestBody.Kind.NONE
        ? request.GET().build()
        : request.POST(of(body)).header("Content-Type", body.type()).build();
  }

  private static BodyPublisher of(TestBody body) {
    return switch (body.kind()) {
      case NONE -> BodyPublishers.noBody();
      case TEXT -> BodyPublishers.ofString(body.text());
      case BYTES -> BodyPublishers.ofByteArray(body.text().getBytes(UTF_8));
      case MULTIPART ->
          KeyringHttpClient.replayable(
              BodyPublishers.concat(
                  BodyPublishers.ofString("--boundary\r\n\r\n"),
                  BodyPublishers.ofString(body.text()),
                  BodyPublishers.ofString("\r\n--boundary--\r\n")));
      case STREAM -> stream(body);
    };
  }

  private static BodyPublisher stream(TestBody body) {
    BodyPublisher stream = BodyPublishers.ofInputStream(body.open());
    BodyPublisher known =
        body.length() < 0 ? stream : BodyPublishers.fromPublisher(stream, body.length());
    return body.replayable()
        ? KeyringHttpClient.replayable(known)
        : KeyringHttpClient.oneShot(known);
  }
}
