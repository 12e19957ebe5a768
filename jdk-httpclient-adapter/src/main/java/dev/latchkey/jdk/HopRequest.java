package dev.latchkey.jdk;

import dev.latchkey.OutgoingRequest;
import dev.latchkey.RequestContent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request of a call for schemes to read. */
final class HopRequest implements OutgoingRequest {
  private final HttpRequest request;
  private final URI target;
  private final AuthenticatedCall<?> call;

  /**
   * @param target the URI in its wire form
   */
  HopRequest(HttpRequest request, URI target, AuthenticatedCall<?> call) {
    this.request = request;
    this.target = target;
    this.call = call;
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public URI uri() {
    return target;
  }

  @Override
  public @Nullable String header(String name) {
    return request.headers().firstValue(name).orElse(null);
  }

  @Override
  public Map<String, List<String>> headers() {
    return request.headers().map();
  }

  @Override
  public @Nullable RequestContent content() {
    return request.bodyPublisher().isPresent() ? call.content() : null;
  }
}
