package dev.latchkey.jdk;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A caller's request with a credential. It wraps the original, since a copy by {@link
 * HttpRequest#newBuilder(HttpRequest, java.util.function.BiPredicate)} costs more with each header,
 * and twice as much from three headers on; see {@code docs/performance.md}.
 */
final class AuthorizedRequest extends HttpRequest {
  /** Whether this class overrides all methods of a request of the running Java. */
  private static final boolean WHOLE = overridesAll();

  private final HttpRequest original;
  private final URI uri;
  private final HttpHeaders headers;
  private final Optional<Duration> timeout;
  private final Optional<BodyPublisher> body;

  private AuthorizedRequest(
      HttpRequest original,
      URI uri,
      HttpHeaders headers,
      @Nullable Duration timeout,
      @Nullable BodyPublisher body) {
    this.original = original;
    this.uri = uri;
    this.headers = headers;
    this.timeout = Optional.ofNullable(timeout);
    this.body = Optional.ofNullable(body);
  }

  private static boolean overridesAll() {
    for (Method method : AuthorizedRequest.class.getMethods()) {
      int modifiers = method.getModifiers();
      if (method.getDeclaringClass() == HttpRequest.class
          && !Modifier.isStatic(modifiers)
          && !Modifier.isFinal(modifiers)) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param uri replaces the original's
   * @param headers replace those of the same names
   * @param timeout replaces the original's
   * @param body replaces the original's; null only if that has none
   */
  static HttpRequest of(
      HttpRequest original,
      URI uri,
      Map<String, String> headers,
      @Nullable Duration timeout,
      @Nullable BodyPublisher body) {
    return WHOLE
        ? over(original, uri, headers, timeout, body)
        : copied(original, uri, headers, timeout, body);
  }

  static HttpRequest over(
      HttpRequest original,
      URI uri,
      Map<String, String> headers,
      @Nullable Duration timeout,
      @Nullable BodyPublisher body) {
    return new AuthorizedRequest(original, uri, with(headers, original.headers()), timeout, body);
  }

  /**
   * Returns what {@link #over} returns, with all further properties of a request of a later Java.
   */
  static HttpRequest copied(
      HttpRequest original,
      URI uri,
      Map<String, String> headers,
      @Nullable Duration timeout,
      @Nullable BodyPublisher body) {
    Builder builder = HttpRequest.newBuilder(original, (name, value) -> true).uri(uri);
    headers.forEach(builder::setHeader);
    if (timeout != null) {
      builder.timeout(timeout);
    }
    if (body != null) {
      builder.method(original.method(), body);
    }
    return builder.build();
  }

  private static HttpHeaders with(Map<String, String> headers, HttpHeaders originals) {
    if (headers.isEmpty()) {
      return originals;
    }
    Map<String, List<String>> all = new HashMap<>(originals.map());
    headers.forEach(
        (name, value) -> {
          if (!originals.allValues(name).isEmpty()) {
            all.keySet().removeIf(name::equalsIgnoreCase);
          }
          all.put(name, List.of(value));
        });
    return HttpHeaders.of(all, (name, value) -> true);
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return body;
  }

  @Override
  public String method() {
    return original.method();
  }

  @Override
  public Optional<Duration> timeout() {
    return timeout;
  }

  @Override
  public boolean expectContinue() {
    return original.expectContinue();
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public Optional<Version> version() {
    return original.version();
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  /** Returns the original's text, which has no header. */
  @Override
  public String toString() {
    return original.toString();
  }
}
