package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request as an adapter provides it, with the parts that were read for its credential. */
final class RequestHead {
  private final OutgoingRequest request;

  /**
   * The headers that the caller set for the scheme only, which adapters remove from their requests.
   */
  private final Map<String, String> consumed;

  /** Whether the content may be read: the request waits for the credential before it is sent. */
  private final boolean waits;

  private volatile boolean headersRead;
  private volatile boolean contentRead;

  /** Null until the content is read. */
  private volatile @Nullable SignedContent signed;

  RequestHead(OutgoingRequest request) {
    this(request, Map.of(), true);
  }

  RequestHead(String method, URI uri, Function<String, @Nullable String> header) {
    this(new FunctionRequest(method, uri, header));
  }

  private RequestHead(OutgoingRequest request, Map<String, String> consumed, boolean waits) {
    this.request = requireNonNull(request, "request");
    this.consumed = consumed;
    this.waits = waits;
  }

  /** Returns the request with these headers added unless it has them; the map ignores case. */
  RequestHead consuming(Map<String, String> consumed) {
    return new RequestHead(request, consumed, waits);
  }

  /**
   * Returns the request for an issue that it does not wait for, because its content is being sent.
   */
  RequestHead withoutContent() {
    return new RequestHead(request, consumed, false);
  }

  String method() {
    return request.method();
  }

  URI uri() {
    URI whole = request.uri();
    return whole.getRawFragment() == null ? whole : URI.create(withoutFragment(whole.toString()));
  }

  /** Returns the path as it is sent. */
  String path() {
    String path = request.uri().getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /**
   * Returns the first value of a header as it will be sent, or as the caller set it; null if there
   * is none.
   */
  @Nullable String header(String name) {
    String value = WireHeaders.first(request, name);
    return value == null && !consumed.isEmpty() ? consumed.get(name) : value;
  }

  /** Returns the name of the first of these query parameters in the URI, or null. */
  @Nullable String parameter(Set<String> names) {
    if (names.isEmpty()) {
      return null;
    }
    String query = request.uri().getRawQuery();
    return names.stream().filter(name -> QueryParameters.has(query, name)).findFirst().orElse(null);
  }

  /** Returns whether the request has a header before the client adds its own. */
  boolean hasHeader(String name) {
    return request.header(name) != null || consumed.containsKey(name);
  }

  /** Returns all headers as they will be sent; see {@link IssueContext#headers}. */
  Map<String, List<String>> headers() {
    headersRead = true;
    return allHeaders();
  }

  private Map<String, List<String>> allHeaders() {
    return WireHeaders.all(request, consumed.keySet());
  }

  /** Returns whether the content can be read; see {@link IssueContext#isBodyReadable}. */
  boolean isContentReadable() {
    contentRead = true;
    RequestContent content = request.content();
    return waits && (content == null || SignedContent.isReadable(content));
  }

  /** Returns the content, empty if there is none; see {@link IssueContext#body}. */
  byte[] body(boolean mayWait) throws IOException {
    SignedContent content = content();
    return content == null ? new byte[0] : content.body(mayWait);
  }

  /** Returns a digest of the content; see {@link IssueContext#bodyDigest}. */
  byte[] bodyDigest(String algorithm, boolean mayWait) throws IOException {
    SignedContent content = content();
    return content == null
        ? ContentDigest.of(algorithm).digest()
        : content.digest(algorithm, mayWait);
  }

  private synchronized @Nullable SignedContent content() throws IOException {
    if (!waits) {
      throw new CredentialException(
          "its scheme reads the request's body, which is for the request that waits and not for a"
              + " renewal in the background");
    }
    contentRead = true;
    RequestContent content = request.content();
    if (content == null) {
      return null;
    }
    SignedContent known = signed;
    if (known == null) {
      known = new SignedContent(content);
      signed = known;
    }
    return known;
  }

  /**
   * Takes over what was read of the content for the call's previous request, if the content is the
   * same.
   */
  void follow(@Nullable RequestHead before) {
    SignedContent known = before == null ? null : before.signed;
    if (known != null && known.isOf(request.content())) {
      signed = known;
    }
  }

  /** Returns what to send in place of the content; null if the content is sent as it is. */
  @Nullable RequestContent signedContent() {
    SignedContent known = signed;
    return known == null ? null : known.toSend();
  }

  /** Returns why the content could not be read; null if it could. */
  @Nullable IOException contentFailure() {
    SignedContent known = signed;
    return known == null ? null : known.failure();
  }

  /** Returns whether another request has all that was read of this one as a whole. */
  boolean hasSameWhole(RequestHead other) {
    return (!contentRead || hasSameContent(other))
        && (!headersRead || allHeaders().equals(other.allHeaders()));
  }

  @SuppressWarnings("ReferenceEquality") // It is passed from attempt to attempt.
  private boolean hasSameContent(RequestHead other) {
    SignedContent known = signed;
    RequestContent others = other.request.content();
    return known == null ? request.content() == others : known.isOf(others);
  }

  boolean hasSameOrigin(RequestHead other) {
    Origin mine = origin();
    Origin others = other.origin();
    if (mine != null || others != null) {
      return Objects.equals(mine, others);
    }
    // Hosts that no origin can have, such as those with a zone id.
    URI one = request.uri();
    URI two = other.request.uri();
    return Objects.equals(one.getScheme(), two.getScheme())
        && Objects.equals(one.getRawAuthority(), two.getRawAuthority());
  }

  @Nullable Origin origin() {
    Origin told = request.origin();
    return told != null ? told : Origin.ofOrNull(request.uri());
  }

  private static String withoutFragment(String uri) {
    return uri.substring(0, uri.indexOf('#'));
  }
}
