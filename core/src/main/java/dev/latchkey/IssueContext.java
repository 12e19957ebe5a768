package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The input of an {@link AuthScheme}: the time, and the request that is about to be sent. The
 * keyring tracks which parts of the request a scheme reads, and reuses the credential only for
 * requests with the same values in these parts; the credential of a scheme that reads only {@link
 * #now()} serves all requests.
 *
 * <p>Not thread-safe: use it only on the thread that calls {@link AuthScheme#issue}, during that
 * call.
 */
public final class IssueContext {
  private static final byte[] NO_BODY = {};

  private final Instant now;
  private final Clock clock;
  private final RequestHead request;
  private final @Nullable ResponseHead refusal;
  private final @Nullable CredentialParts source;
  private final @Nullable CachedCredential replaced;
  private final boolean mayWait;
  private Vary vary = Vary.NOTHING;
  private Duration leastAge = Duration.ZERO;
  private CredentialParts.@Nullable Issue parts;
  private boolean runsElsewhere;

  /** Whether all headers or the body were read, by this scheme or by one of its parts. */
  private boolean readsWhole;

  /**
   * @param clock this machine's clock
   * @param refusal the server's response to the credential that is replaced; null if none is
   * @param source caches the parts; null if they are not cached
   * @param replaced the credential that is replaced; null if none is
   * @param mayWait whether this thread may wait
   */
  IssueContext(
      Instant now,
      Clock clock,
      RequestHead request,
      @Nullable ResponseHead refusal,
      @Nullable CredentialParts source,
      @Nullable CachedCredential replaced,
      boolean mayWait) {
    this.now = now;
    this.clock = clock;
    this.request = request;
    this.refusal = refusal;
    this.source = source;
    this.replaced = replaced;
    this.mayWait = mayWait;
  }

  /** Returns a context to call a scheme directly, as in tests, for a request without headers. */
  public static IssueContext of(String method, URI uri, Clock clock) {
    return of(method, uri, Map.of(), clock);
  }

  /** Returns a context to call a scheme directly, for a request with headers. */
  public static IssueContext of(String method, URI uri, Map<String, String> headers, Clock clock) {
    return of(method, uri, headers, NO_BODY, clock);
  }

  /**
   * Returns a context to call a scheme directly, for a request with headers and a body; an empty
   * array means no body.
   */
  public static IssueContext of(
      String method, URI uri, Map<String, String> headers, byte[] body, Clock clock) {
    RequestHead request = new RequestHead(new GivenRequest(method, uri, headers, body));
    return new IssueContext(clock.instant(), clock, request, null, null, null, true);
  }

  /**
   * Returns the time by the server's clock: that of the keyring's clock, corrected by the learned
   * offset. Base all times in a credential on it.
   */
  public Instant now() {
    return now;
  }

  /**
   * Returns the keyring's clock, without the correction by the server's. For schemes that call
   * another server than the one that the request goes to; see {@link ServerClock}.
   */
  public Clock clock() {
    return clock;
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
   * Returns the path of the request's URI as it is sent, without the query. Unlike with {@link
   * #uri()}, requests that differ only in the query then share a credential.
   */
  public String path() {
    vary = vary.andPath();
    return request.path();
  }

  /**
   * Returns the first value of a header that the request has before credentials are added; ignores
   * the case of the name. Of the headers that the HTTP client itself adds, only {@code Host},
   * {@code Content-Type} and {@code Content-Length} are known, as they will be sent; a request
   * without a body has no {@code Content-Length} here.
   */
  public Optional<String> header(String name) {
    vary = vary.andHeader(name);
    return Optional.ofNullable(request.header(name));
  }

  /**
   * Returns the server's response to the credential that this one replaces; empty if none was
   * refused. See {@link ResponseHead} for which of its headers are known.
   */
  public Optional<ResponseHead> refusal() {
    return Optional.ofNullable(refusal);
  }

  /**
   * Returns the credential of another scheme, for the same request. The keyring caches it
   * separately: it is reused, renewed before its end, issued once for all concurrent callers, and
   * has its own back-off. So a scheme may choose one of several, or make its own credential from
   * others:
   *
   * <pre>{@code
   * AuthScheme byPath =
   *     AuthScheme.computed(
   *         context -> context.credential(context.path().startsWith("/admin") ? admin : user));
   * }</pre>
   *
   * <p>A credential that is made of parts, and has no end of its own, is cached as long as the
   * parts are. One with an end ({@link Credential#reusableUntil}), such as a token for which a part
   * was exchanged, is cached until then. If the server refuses it, only those parts are replaced
   * whose own {@link AuthScheme#isRefusal} returns true, or all if none does.
   *
   * <p>Schemes are compared by identity: keep the parts in fields, and do not create them for each
   * request. For each origin, the keyring caches at most {@link Keyring.Builder#maximumCredentials}
   * of them.
   *
   * <p>If the part is not available yet, and this thread must not wait for it, the scheme is called
   * once more, on the keyring's executor. It should not catch {@link Error}s.
   *
   * @return the header fields of the part, without an end, which the keyring manages
   * @throws CredentialException if the part could not be issued
   */
  public Credential credential(AuthScheme part) throws IOException {
    requireNonNull(part, "part");
    if (source == null) {
      return requireNonNull(part.issue(this), "the part issued null");
    }
    if (parts == null) {
      parts = source.begin(request, replaced, refusal, mayWait);
    }
    try {
      CachedCredential held = parts.credential(part);
      vary = vary.and(held.vary);
      readsWhole |= held.readsWhole;
      return held.credential.asPart();
    } catch (CredentialException e) {
      readsWhole |= e.isOfRequest();
      throw e;
    } catch (RunElsewhere e) {
      throw noted(e);
    }
  }

  /**
   * Returns all headers of the request as they will be sent, before credentials are added. The
   * names are in lower case and in alphabetical order; lookups ignore case. {@code Host}, {@code
   * Content-Type} and {@code Content-Length} are included if the request will have them. Other
   * headers that the HTTP client adds are not included, such as {@code User-Agent}, {@code
   * Accept-Encoding}, {@code Transfer-Encoding} or the cookies of a cookie store.
   *
   * <p>The credential of a scheme that calls this is for one request.
   */
  public Map<String, List<String>> headers() {
    readsWhole = true;
    return request.headers();
  }

  /**
   * Returns a copy of the request's body as it will be sent, at most 10 MiB; empty if there is
   * none. Exactly these bytes are sent, also by a retry, and also if the body can be read only once
   * or its length is not known. The body stays in memory until the call ends; for longer bodies see
   * {@link #bodyDigest}.
   *
   * <p>The credential of a scheme that reads the body is for one request. The body is read on the
   * thread on which the scheme is called. If reading may block, it is always done on the keyring's
   * executor, even for a scheme that {@linkplain AuthScheme#mayBlock() does not block}; {@link
   * Keyring.Builder#issueTimeout} then limits it.
   *
   * @throws IOException if the body is longer, or cannot be read; the call then fails with this
   *     exception, even if the scheme catches it
   */
  public byte[] body() throws IOException {
    readsWhole = true;
    try {
      return request.body(mayWait);
    } catch (RunElsewhere e) {
      throw noted(e);
    }
  }

  /**
   * Returns a digest of the request's body as it will be sent, or of no bytes if there is none. A
   * body of up to 10 MiB is treated as by {@link #body}. A longer one is not kept: it must be
   * repeatable, and is digested once more while it is sent. If that gives another digest, the call
   * fails before the last byte is sent.
   *
   * @param algorithm an algorithm of {@link java.security.MessageDigest}, such as {@code SHA-256}
   * @throws IllegalArgumentException if there is no such algorithm
   * @throws IOException if the body is longer than 10 MiB and can be read only once (see {@link
   *     #isBodyReadable}), or cannot be read; the call then fails with this exception, even if the
   *     scheme catches it
   */
  public byte[] bodyDigest(String algorithm) throws IOException {
    readsWhole = true;
    try {
      return request.bodyDigest(algorithm, mayWait);
    } catch (RunElsewhere e) {
      throw noted(e);
    }
  }

  /**
   * Returns whether {@link #bodyDigest} can succeed, as far as is known without reading the body:
   * there is no body, or it can be read again, or its length is known and at most 10 MiB. For
   * schemes that do not depend on the body:
   *
   * <pre>{@code
   * String payload = context.isBodyReadable()
   *     ? HexFormat.of().formatHex(context.bodyDigest("SHA-256"))
   *     : "UNSIGNED-PAYLOAD";
   * }</pre>
   */
  public boolean isBodyReadable() {
    readsWhole = true;
    return request.isContentReadable();
  }

  private RunElsewhere noted(RunElsewhere signal) {
    runsElsewhere = true;
    return signal;
  }

  /**
   * Returns an issued credential, limited to the reuse that is allowed.
   *
   * @throws IOException if the body could not be read, which the scheme may have caught
   */
  Credential checked(Credential credential) throws IOException {
    IOException failure = request.contentFailure();
    if (failure != null) {
      throw failure;
    }
    return readsWhole ? credential.singleUse() : credential;
  }

  Vary vary() {
    return vary;
  }

  /** Returns whether the outcome, a credential or a failure, is for this request only. */
  boolean readsWhole() {
    return readsWhole;
  }

  /** Sets the least time until the issued credential may be replaced. */
  void notReplacedWithin(Duration time) {
    leastAge = time.compareTo(leastAge) > 0 ? time : leastAge;
  }

  Duration leastAge() {
    return leastAge;
  }

  /**
   * Returns whether the scheme must be called once more on a thread that may wait, whatever it
   * returned.
   */
  boolean runsElsewhere() {
    return runsElsewhere;
  }

  /** Returns the parts that were used. */
  List<CredentialPart> usedParts() {
    return parts == null ? List.of() : parts.used();
  }

  boolean hasSingleUsePart() {
    return parts != null && parts.isSingleUse();
  }

  /** Returns the time; not the request, whose URI may hold secrets. */
  @Override
  public String toString() {
    return "IssueContext[" + now + "]";
  }
}
