package dev.latchkey.okhttp;

import dev.latchkey.RequestContent;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** What a scheme read of a body, sent in its place. */
final class ContentBody extends RequestBody {
  final RequestContent content;
  private final RequestBody body;

  private ContentBody(RequestContent content, RequestBody body) {
    this.content = content;
    this.body = body;
  }

  /**
   * Returns the request with what a scheme read in place of its body.
   *
   * @param content null if none read it
   */
  static Request in(Request request, @Nullable RequestContent content) {
    RequestBody body = request.body();
    return content == null || body == null
        ? request
        : request.newBuilder().method(request.method(), new ContentBody(content, body)).build();
  }

  @Override
  public @Nullable MediaType contentType() {
    return body.contentType();
  }

  @Override
  public long contentLength() throws IOException {
    return body.contentLength();
  }

  @Override
  public boolean isOneShot() {
    return !content.isReplayable();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    content.writeTo(sink.outputStream());
  }
}
