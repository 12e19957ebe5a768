package dev.latchkey.examples.samples;

import dev.latchkey.OutgoingRequest;
import dev.latchkey.RequestContent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/** A request of {@link KeyringExec} as schemes read it, with its entity as content. */
final class KeyringExecRequest implements OutgoingRequest {
  private final ClassicHttpRequest request;

  /** The request before the client set headers of its own. */
  private final ClassicHttpRequest original;

  private final URI uri;
  private final @Nullable RequestContent content;

  KeyringExecRequest(ClassicHttpRequest request, ClassicHttpRequest original) throws HttpException {
    this.request = request;
    this.original = original;
    try {
      this.uri = request.getUri();
    } catch (URISyntaxException e) {
      throw new HttpException("The request has no valid URI");
    }
    HttpEntity entity = request.getEntity();
    this.content = entity == null ? null : new Content(entity);
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public @Nullable String header(String name) {
    Header header = request.getFirstHeader(name);
    return header == null || isSetByClient(name) ? null : header.getValue();
  }

  @Override
  public Map<String, List<String>> headers() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header each : request.getHeaders()) {
      if (!isSetByClient(each.getName())) {
        all.computeIfAbsent(each.getName(), name -> new ArrayList<>()).add(each.getValue());
      }
    }
    return all;
  }

  private boolean isSetByClient(String name) {
    return name.equalsIgnoreCase("Accept-Encoding") && original.getFirstHeader(name) == null;
  }

  @Override
  public @Nullable RequestContent content() {
    return content;
  }

  /** Puts what a scheme read into a request in place of its entity; nothing if none did. */
  static void send(@Nullable RequestContent signed, ClassicHttpRequest request) {
    HttpEntity entity = request.getEntity();
    if (signed != null && entity != null) {
      request.setEntity(new Signed(signed, entity));
    }
  }

  private record Content(HttpEntity entity) implements RequestContent {
    @Override
    public @Nullable String type() {
      return entity.getContentType();
    }

    @Override
    public long length() {
      return entity.getContentLength();
    }

    @Override
    public boolean isReplayable() {
      return entity.isRepeatable();
    }

    @Override
    public boolean mayBlock() {
      return entity.isStreaming() || !entity.isRepeatable();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      entity.writeTo(out);
    }
  }

  private static final class Signed extends HttpEntityWrapper {
    private final RequestContent content;

    Signed(RequestContent content, HttpEntity entity) {
      super(entity);
      this.content = content;
    }

    @Override
    public boolean isRepeatable() {
      return content.isReplayable();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      content.writeTo(out);
    }
  }
}
