package dev.latchkey.spring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.AbstractStreamingClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request that can be sent again if its credential is refused, even with a body that Spring
 * writes while it is sent, such as JSON. The JDK's client knows neither the length of such a body
 * nor that it is repeatable, and so would send it only once. A body of up to 64 KiB is buffered and
 * sent with its length; a longer one is streamed, and sent once.
 */
final class RepeatableRequest implements ClientHttpRequest, StreamingHttpOutputMessage {
  private static final int MOST = 65_536;

  /** A buffer with a limit. */
  private static final class Buffer extends OutputStream {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean full;

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      full |= bytes.size() + length > MOST;
      if (full) {
        throw new IOException("The body is longer than " + MOST + " bytes");
      }
      bytes.write(from, offset, length);
    }
  }

  private final AbstractStreamingClientHttpRequest request;
  private @Nullable Body body;

  private RepeatableRequest(AbstractStreamingClientHttpRequest request) {
    this.request = request;
  }

  /** Returns the request in a form that can be sent again, as far as possible. */
  static ClientHttpRequest of(ClientHttpRequest request) {
    return request instanceof AbstractStreamingClientHttpRequest streaming
        ? new RepeatableRequest(streaming)
        : request;
  }

  @Override
  public void setBody(Body body) {
    this.body = body;
  }

  @Override
  public ClientHttpResponse execute() throws IOException {
    if (body != null) {
      byte[] content =
          body.repeatable() && getHeaders().getContentLength() < 0 ? content(body) : null;
      if (content == null) {
        request.setBody(body);
      } else {
        getHeaders().setContentLength(content.length);
        request.setBody(content);
      }
    }
    return request.execute();
  }

  private static byte @Nullable [] content(Body body) throws IOException {
    Buffer buffer = new Buffer();
    try {
      body.writeTo(buffer);
    } catch (IOException | RuntimeException e) {
      // Converters wrap the exceptions of a stream.
      if (!buffer.full) {
        throw e;
      }
    }
    return buffer.full ? null : buffer.bytes.toByteArray();
  }

  @Override
  public OutputStream getBody() throws IOException {
    return request.getBody();
  }

  @Override
  public HttpHeaders getHeaders() {
    return request.getHeaders();
  }

  @Override
  public HttpMethod getMethod() {
    return request.getMethod();
  }

  @Override
  public URI getURI() {
    return request.getURI();
  }

  @Override
  public Map<String, Object> getAttributes() {
    return request.getAttributes();
  }
}
