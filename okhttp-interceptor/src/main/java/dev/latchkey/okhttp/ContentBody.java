package dev.latchkey.okhttp;

import dev.latchkey.RequestContent;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The content that a scheme read from a body, sent in its place. */
final class ContentBody extends RequestBody {
  final RequestContent content;
  private final RequestBody body;

  private ContentBody(RequestContent content, RequestBody body) {
    this.content = content;
    this.body = body;
  }

  /**
   * Returns the request with the content that a scheme read in place of its body.
   *
   * @param content the content; null if no scheme read it
   */
  @SuppressWarnings("ReferenceEquality") // It is the same for all requests with the body.
  static Request in(Request request, @Nullable RequestContent content) {
    RequestBody body = request.body();
    if (content == null || body == null) {
      return request;
    }
    ContentBody known = body instanceof ContentBody signed ? signed : null;
    return known != null && known.content == content
        ? request
        : withBody(request, new ContentBody(content, known == null ? body : known.body));
  }

  private static Request withBody(Request request, RequestBody body) {
    return request.newBuilder().method(request.method(), body).build();
  }

  /** Returns the response with the original bodies in its requests. */
  static Response restored(Response response) {
    return PriorResponses.withRequests(
        response,
        request ->
            request.body() instanceof ContentBody signed
                ? withBody(request, signed.body)
                : request);
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
