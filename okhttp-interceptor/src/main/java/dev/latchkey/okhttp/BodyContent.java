package dev.latchkey.okhttp;

import dev.latchkey.CredentialException;
import dev.latchkey.RequestContent;
import java.io.IOException;
import java.io.OutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A request's body for schemes to read. */
final class BodyContent implements RequestContent {
  final RequestBody body;

  BodyContent(RequestBody body) {
    this.body = body;
  }

  @Override
  public @Nullable String type() {
    MediaType type = body.contentType();
    return type == null ? null : type.toString();
  }

  @Override
  public long length() {
    try {
      return body.contentLength();
    } catch (IOException e) {
      // OkHttp asks once more, and the call fails then.
      return -1;
    }
  }

  @Override
  public boolean isReplayable() {
    return !body.isOneShot() && !body.isDuplex();
  }

  /** Returns whether the length is unknown: bytes and files have a length, streams do not. */
  @Override
  public boolean mayBlock() {
    return length() < 0;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    if (body.isDuplex()) {
      throw new CredentialException(
          "its scheme reads the request's body, which is duplex and so is written while the"
              + " response is read");
    }
    BufferedSink sink = Okio.buffer(Okio.sink(out));
    body.writeTo(sink);
    if (sink.isOpen()) {
      sink.flush();
    }
  }
}
