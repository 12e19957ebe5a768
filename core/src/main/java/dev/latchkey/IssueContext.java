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
 * What an {@link AuthScheme} may base a credential on: the time, and the request that is about to
 * be sent. The keyring remembers what a scheme read of the request, and reuses the credential only
 * for requests that would read the same; a scheme that reads only {@link #now()} gets one
 * credential for all requests.
 *
 * <p>Belongs to the thread that calls {@link AuthScheme#issue}, during that call.
 */
public final class IssueContext {
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

  /** Whether all headers or the body were read, by this scheme or by a part that it was made of. */
  private boolean readsWhole;

  /**
   * @param clock of this machine
   * @param refusal what the server answered to the credential that is replaced; null if none is
   * @param source where parts are held; null if they are not
   * @param replaced the credential that is replaced; null if none is
   * @param mayWait whether the thread may wait for something
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

  /** Returns a context to call a scheme by hand, as tests do, for a request without headers. */
  public static IssueContext of(String method, URI uri, Clock clock) {
    return of(method, uri, Map.of(), clock);
  }

  /** Returns a context to call a scheme by hand, for a request with these headers. */
  public static IssueContext of(String method, URI uri, Map<String, String> headers, Clock clock) {
    return of(method, uri, headers, new byte[0], clock);
  }

  /**
   * Returns a context to call a scheme by hand, for a request with these headers and this body;
   * none if it is empty.
   */
  public static IssueContext of(
      String method, URI uri, Map<String, String> headers, byte[] body, Clock clock) {
    RequestHead request = new RequestHead(new GivenRequest(method, uri, headers, body));
    return new IssueContext(clock.instant(), clock, request, null, null, null, true);
  }

  /**
   * Returns the time at which the server will see the request: the keyring's clock, corrected by
   * what was learned of the server's clock. Base all times in a credential on it.
   */
  public Instant now() {
    return now;
  }

  /**
   * Returns the keyring's clock, without what was learned of the server's: for schemes that talk to
   * another server than the one that the request goes to. See {@link ServerClock}.
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
   * Returns the path of the request's URI as it is sent, without the query. Requests that differ in
   * the query only share a credential then, which with {@link #uri()} they do not.
   */
  public String path() {
    vary = vary.andPath();
    return request.path();
  }

  /**
   * Returns the first value of a header that the request has before credentials are added, by its
   * name in any case. Of what the HTTP client itself adds only {@code Host}, {@code Content-Type}
   * and {@code Content-Length} are told, as they will be sent; the length of a body that is not
   * there is not.
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

  /**
   * Returns the credential of another scheme, for the same request. The keyring holds it for
   * itself: it is reused, renewed ahead of its end, issued once for all who need it, and has a
   * back-off of its own. So a scheme may choose one of several, or make its own credential of
   * others:
   *
   * <pre>{@code
   * AuthScheme byPath =
   *     AuthScheme.computed(
   *         context -> context.credential(context.path().startsWith("/admin") ? admin : user));
   * }</pre>
   *
   * <p>A credential that is made of parts, and has no end of its own, is kept as long as the parts
   * are; one with an end ({@link Credential#reusableUntil}), such as a token for which a part was
   * exchanged, until then. If the server refuses it, only those parts are replaced whose own {@link
   * AuthScheme#isRefusal} says so, or all if none does.
   *
   * <p>Schemes are told by identity: keep the parts in fields, and do not make them anew for each
   * request. The keyring holds as many for an origin as {@link Keyring.Builder#maximumCredentials}
   * says.
   *
   * <p>If the part is not there yet, and this thread must not wait for it, the scheme is called
   * once more, on the keyring's executor. It should not catch {@link Error}s.
   *
   * @return the header fields of the part; without an end, which the keyring sees to
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
   * Returns all headers of the request as they will be sent, before credentials are added: by their
   * names in lower case, found in any case, in alphabetical order. {@code Host}, {@code
   * Content-Type} and {@code Content-Length} are among them if the request will have them; not so
   * what else the HTTP client adds of its own accord, such as {@code User-Agent}, {@code
   * Accept-Encoding}, {@code Transfer-Encoding} or the cookies of a cookie store.
   *
   * <p>A credential of a scheme that reads them is for one request.
   */
  public Map<String, List<String>> headers() {
    readsWhole = true;
    return request.headers();
  }

  /**
   * Returns a copy of the request's body as it will be sent, at most 10 MiB; empty if there is
   * none. What was read is what is sent, byte for byte, also by a retry, and also if the body could
   * be read once only or its length was not known. It takes its memory until the call ends; for
   * longer bodies see {@link #bodyDigest}.
   *
   * <p>A credential of a scheme that reads the body is for one request. The body is read on the
   * thread on which the scheme is called; of a scheme that {@linkplain AuthScheme#mayBlock() does
   * not block}, a body that may block is read on the keyring's executor all the same, where {@link
   * Keyring.Builder#issueTimeout} bounds the reading.
   *
   * @throws IOException if the body is longer, or cannot be read; then the call fails with that,
   *     whatever the scheme makes of it
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
   * Returns a digest of the request's body as it will be sent, or of nothing if there is none. A
   * body of up to 10 MiB is treated as by {@link #body}. A longer one is not kept: it has to be one
   * that can be read again, and is digested once more while it is sent; if that gives another
   * digest, the call fails before the last byte leaves.
   *
   * @param algorithm of {@link java.security.MessageDigest}, such as {@code SHA-256}
   * @throws IllegalArgumentException if there is no such algorithm
   * @throws IOException if the body is longer than 10 MiB and can be read once only, see {@link
   *     #isBodyReadable}, or cannot be read; then the call fails with that, whatever the scheme
   *     makes of it
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
   * Returns whether {@link #bodyDigest} can do its work, as far as that is known without reading
   * the body: there is none, or it can be read again, or its length is known and at most 10 MiB.
   * For schemes that can do without:
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
   * Returns a credential that was issued here as it may be reused.
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

  /** Whether what is issued, or that it fails, is for this request only. */
  boolean readsWhole() {
    return readsWhole;
  }

  /** Notes the least time until another credential takes the place of the one that is issued. */
  void notReplacedWithin(Duration time) {
    leastAge = time.compareTo(leastAge) > 0 ? time : leastAge;
  }

  Duration leastAge() {
    return leastAge;
  }

  /** Whether the scheme is to be called once more where it may wait, whatever it returned. */
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
