package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import okio.Sink;
import okio.Timeout;
import org.junit.jupiter.api.Test;

class BodyLengthTest {
  private final BodyLength length = new BodyLength();

  /** A body of unknown length that gives these texts in turn. */
  private static RequestBody giving(String... texts) {
    Deque<String> left = new ArrayDeque<>(List.of(texts));
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return null;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.writeUtf8(left.pop());
      }
    };
  }

  private static Request post(RequestBody body) {
    return new Request.Builder().url("https://api.test/").post(body).build();
  }

  private String write(Request request) throws IOException {
    Buffer sink = new Buffer();
    length.counting(request).body().writeTo(sink);
    return sink.readUtf8();
  }

  @Test
  void aRequestWhoseBodyIsNotInQuestionStaysAsItIs() throws IOException {
    for (Request request :
        List.of(
            new Request.Builder().url("https://api.test/").build(),
            post(RequestBody.create("known", null)),
            post(Bodies.oneShot()),
            post(Bodies.duplex()))) {
      assertThat(length.counting(request)).isSameAs(request);
    }
  }

  @Test
  void aBodyMayBeAnyLengthUntilItIsSentAgain() throws IOException {
    Request request = post(giving("long", "", "long", "longer", "longer"));

    assertThat(write(request)).isEqualTo("long");
    assertThat(write(request)).as("OkHttp's own redirects").isEmpty();
    length.sendAgain();
    assertThat(write(request)).isEqualTo("long");
    assertThat(write(request)).isEqualTo("longer");
    assertThat(write(request)).isEqualTo("longer");
  }

  @Test
  void aBodyThatIsShorterWhenItIsSentAgainFails() throws IOException {
    Request request = post(giving("long", "lon"));
    write(request);
    length.sendAgain();

    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> write(request))
        .withMessageContaining("3 bytes")
        .withMessageContaining("4 before");
  }

  @Test
  void aBodyThatWasNotSentToItsEndIsKnownAsSuch() throws IOException {
    Request request = post(giving("x".repeat(100_000), "x"));
    Sink broken =
        new Sink() {
          @Override
          public void write(Buffer source, long count) throws IOException {
            throw new IOException("broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public Timeout timeout() {
            return Timeout.NONE;
          }

          @Override
          public void close() {}
        };

    assertThat(length.isCutOff()).isFalse();
    assertThatIOException()
        .isThrownBy(() -> length.counting(request).body().writeTo(Okio.buffer(broken)));
    assertThat(length.isCutOff()).isTrue();
    write(request);
    assertThat(length.isCutOff()).isFalse();
  }
}
