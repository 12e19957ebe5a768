package dev.latchkey.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.contract.TestBody;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;

/** The contract's bodies as OkHttp has them. */
final class TestBodies {
  private TestBodies() {}

  static RequestBody of(TestBody body) {
    MediaType type = MediaType.parse(body.type());
    return switch (body.kind()) {
      case NONE -> null;
      case TEXT -> RequestBody.create(body.text(), type);
      case BYTES -> RequestBody.create(body.text().getBytes(UTF_8), type);
      case MULTIPART ->
          new MultipartBody.Builder()
              .addFormDataPart("one", body.text())
              .addFormDataPart("two", "file.txt", RequestBody.create(body.text(), type))
              .build();
      case STREAM -> stream(body, type);
    };
  }

  private static RequestBody stream(TestBody body, MediaType type) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return type;
      }

      @Override
      public long contentLength() {
        return body.length();
      }

      @Override
      public boolean isOneShot() {
        return !body.replayable();
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        try (Source source = Okio.source(body.open().get())) {
          sink.writeAll(source);
        }
      }
    };
  }
}
