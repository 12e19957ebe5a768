package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link AuthScheme} may base a credential on: the time, and the request that is about to
 * be sent. The keyring remembers what a scheme read of the request, and reuses the credential only
 * for requests that would read the same; a scheme that reads only {@link #now()} gets one
 * credential for all requests.
 *
 * <p>Belongs to the thread that calls {@link AuthScheme#issue}, during that call.
 */
public final class IssueContext {
  private final Instant now;
  private final RequestHead request;
  private final @Nullable ResponseHead refusal;
  private Vary vary = Vary.NOTHING;
  private Duration leastAge = Duration.ZERO;

  IssueContext(Instant now, RequestHead request, @Nullable ResponseHead refusal) {
    this.now = now;
    this.request = request;
    this.refusal = refusal;
  }

  /** Returns a context to call a scheme by hand, as tests do, for a request without headers. */
  public static IssueContext of(String method, URI uri, Clock clock) {
    return of(method, uri, Map.of(), clock);
  }

  /** Returns a context to call a scheme by hand, for a request with these headers. */
  public static IssueContext of(String method, URI uri, Map<String, String> headers, Clock clock) {
    requireNonNull(method, "method");
    requireNonNull(uri, "uri");
    Map<String, String> copy = Map.copyOf(headers);
    return new IssueContext(
        clock.instant(),
        new RequestHead(
            method,
            uri,
            name ->
                copy.entrySet().stream()
                    .filter(field -> field.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null)),
        null);
  }

  /**
   * Returns the time at which the server will see the request: the keyring's clock, corrected by
   * what was learned of the server's clock. Base all times in a credential on it.
   */
  public Instant now() {
    return now;
  }

  /** Returns the request's method, such as {@code POST}. */
  public String method() {
    vary = vary.andMethod();
    return request.method();
  }

  /** Returns the request's absolute URI, without fragment. */
  public URI uri() {
    vary = vary.andUri();
    return request.uri();
  }

  /**
   * Returns the first value of a header that the request has before credentials are added, by its
   * name in any case.
   */
  public Optional<String> header(String name) {
    vary = vary.andHeader(name);
    return Optional.ofNullable(request.header(name));
  }

  /**
   * Returns what the server answered to the credential that this one replaces; empty if none was
   * refused. See {@link ResponseHead} for which of its headers are known.
   */
  public Optional<ResponseHead> refusal() {
    return Optional.ofNullable(refusal);
  }

  Vary vary() {
    return vary;
  }

  /** Notes the least time until another credential takes the place of the one that is issued. */
  void notReplacedWithin(Duration time) {
    leastAge = time.compareTo(leastAge) > 0 ? time : leastAge;
  }

  Duration leastAge() {
    return leastAge;
  }

  /** Returns the time; not the request, whose URI may hold secrets. */
  @Override
  public String toString() {
    return "IssueContext[" + now + "]";
  }
}
