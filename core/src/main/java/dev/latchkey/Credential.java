package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header fields and query parameters that authenticate a request, and the time until which they
 * may be reused. Immutable and thread-safe. {@link #toString()} shows names, never values.
 *
 * <p>See "credentials" in <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.4">RFC 9110
 * §11.4</a>.
 */
public final class Credential {
  private static final Credential NONE =
      new Credential(Map.of(), Map.of(), null, CredentialReuse.AHEAD, null);

  private final Map<String, String> headers;
  private final Map<String, String> query;
  private final @Nullable Instant end;
  private final CredentialReuse reuse;
  private final @Nullable Object madeWith;

  private Credential(
      Map<String, String> headers,
      Map<String, String> query,
      @Nullable Instant end,
      CredentialReuse reuse,
      @Nullable Object madeWith) {
    this.headers = headers;
    this.query = query;
    this.end = end;
    this.reuse = reuse;
    this.madeWith = madeWith;
  }

  /**
   * Returns a credential of one header field, reusable without end.
   *
   * @throws IllegalArgumentException if the name is not a valid field name or belongs to the HTTP
   *     client (such as {@code Host}), or the value is empty or not visible ASCII; the message does
   *     not show the value
   */
  public static Credential of(String name, String value) {
    HeaderFields.checkName(name);
    HeaderFields.checkValue(name, value);
    return new Credential(Map.of(name, value), Map.of(), null, CredentialReuse.AHEAD, null);
  }

  /**
   * Returns a credential of one query parameter, reusable without end: {@code ?api_key=…}. It is
   * appended to the URL of each request as it is sent, and to nothing that the caller sees. Proxies
   * and servers write URLs to their logs, so prefer a header if the vendor accepts one.
   *
   * @param name the parameter's name, not percent-encoded; case-sensitive
   * @param value the parameter's value, not percent-encoded
   * @throws IllegalArgumentException if the name or the value is empty, has a control character, or
   *     is not valid Unicode; the message does not show the value
   */
  public static Credential query(String name, String value) {
    QueryParameters.check(name, value);
    return new Credential(Map.of(), Map.of(name, value), null, CredentialReuse.AHEAD, null);
  }

  /**
   * Returns a credential without header fields and query parameters, reusable without end: the
   * request is sent as it is, and the caller gets a response of 401. For requests that need no
   * credential, such as one that logs in:
   *
   * <pre>{@code
   * AuthScheme session = context -> context.uri().getPath().equals("/login")
   *     ? Credential.none()
   *     : Credential.of("Authorization", "Bearer " + token.get());
   * }</pre>
   *
   * <p>Whether a request needs a credential may depend on what the scheme reads of it, or on time:
   * see {@link #reusableUntil}. {@link #and} adds a field as to any other credential.
   */
  public static Credential none() {
    return NONE;
  }

  /** Returns a credential of one header field whose name and value were checked. */
  static Credential ofChecked(
      String name,
      String value,
      @Nullable Instant end,
      CredentialReuse reuse,
      @Nullable Object madeWith) {
    return new Credential(Map.of(name, value), Map.of(), end, reuse, madeWith);
  }

  /**
   * Returns this credential with one more header field, after the existing ones.
   *
   * @throws IllegalArgumentException as {@link #of} does, and if this credential already has that
   *     field
   */
  public Credential and(String name, String value) {
    HeaderFields.checkName(name);
    HeaderFields.checkValue(name, value);
    Map<String, String> more = new LinkedHashMap<>(headers);
    putNew(more, name, value);
    return new Credential(Collections.unmodifiableMap(more), query, end, reuse, madeWith);
  }

  /**
   * Returns this credential with one more query parameter, after the existing ones.
   *
   * @throws IllegalArgumentException as {@link #query(String, String)} does, and if this credential
   *     already has that parameter
   */
  public Credential andQuery(String name, String value) {
    return and(query(name, value));
  }

  /** Returns a credential that combines both, reusable as long as both are. */
  Credential and(Credential other) {
    Map<String, String> both = new LinkedHashMap<>(headers);
    other.headers.forEach((name, value) -> putNew(both, name, value));
    Map<String, String> bothQueries = other.query.isEmpty() ? query : queryAnd(other.query);
    boolean otherEndsFirst = end == null || (other.end != null && other.end.isBefore(end));
    Credential first = otherEndsFirst ? other : this;
    CredentialReuse least =
        reuse == CredentialReuse.NEVER || other.reuse == CredentialReuse.NEVER
            ? CredentialReuse.NEVER
            : first.reuse;
    return new Credential(
        Collections.unmodifiableMap(both),
        bothQueries,
        least == CredentialReuse.NEVER ? null : first.end,
        least,
        madeWith);
  }

  private Map<String, String> queryAnd(Map<String, String> more) {
    Map<String, String> both = new LinkedHashMap<>(query);
    more.forEach(
        (name, value) -> {
          if (both.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException(
                "The query parameter " + name + " must be set only once, but was set twice");
          }
        });
    return Collections.unmodifiableMap(both);
  }

  /**
   * Returns this credential, reusable until {@code end} by the clock of {@link IssueContext#now()}.
   * The keyring renews it some time before; see {@link Keyring}.
   */
  public Credential reusableUntil(Instant end) {
    requireNonNull(end, "end");
    return new Credential(headers, query, end, CredentialReuse.AHEAD, madeWith);
  }

  /**
   * Returns this credential for one request only. The scheme is called again for each request, even
   * after failures.
   */
  public Credential singleUse() {
    return new Credential(headers, query, null, CredentialReuse.NEVER, madeWith);
  }

  /**
   * Returns this credential, reusable until {@code end} without earlier renewal, because a renewed
   * one would have the same bytes until then.
   */
  Credential sameUntil(Instant end) {
    return new Credential(headers, query, end, CredentialReuse.TO_THE_END, madeWith);
  }

  /**
   * Returns this credential with the key that made it, to find out after a refusal whether the key
   * has changed since.
   */
  Credential madeWith(@Nullable Object key) {
    return new Credential(headers, query, end, reuse, key);
  }

  /**
   * Returns the header fields, name to value, in the order in which they were added; unmodifiable.
   */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns this credential as that of a part, whose end the keyring manages. */
  Credential asPart() {
    return new Credential(
        headers,
        query,
        null,
        reuse == CredentialReuse.NEVER ? CredentialReuse.NEVER : CredentialReuse.AHEAD,
        null);
  }

  /**
   * Returns the query parameters, name to value, in the order in which they were added, not
   * percent-encoded; unmodifiable.
   */
  public Map<String, String> query() {
    return query;
  }

  /**
   * Returns a URL with the query parameters appended to its query, before any fragment. They are
   * percent-encoded as UTF-8, except for the unreserved characters of <a
   * href="https://www.rfc-editor.org/rfc/rfc3986#section-2.3">RFC 3986 §2.3</a>. Adapters send this
   * URL, so a scheme that signs it signs what is sent:
   *
   * <pre>{@code
   * AuthScheme maps = AuthScheme.computed(context -> {
   *   Credential key = Credential.query("key", apiKey);
   *   URI url = URI.create(key.appendTo(context.uri().toString()));
   *   return key.andQuery("signature", sign(url.getRawPath() + "?" + url.getRawQuery()));
   * });
   * }</pre>
   *
   * @param url absolute or relative; returned unchanged if there are no query parameters
   */
  public String appendTo(String url) {
    return query.isEmpty() ? url : QueryParameters.append(url, query);
  }

  boolean isNone() {
    return headers.isEmpty() && query.isEmpty();
  }

  /** Returns whether another credential sends the same headers and parameters. */
  boolean hasSameParts(Credential other) {
    return headers.equals(other.headers) && query.equals(other.query);
  }

  @Nullable Instant end() {
    return end;
  }

  CredentialReuse reuse() {
    return reuse;
  }

  @Nullable Object madeWith() {
    return madeWith;
  }

  private static void putNew(Map<String, String> headers, String name, String value) {
    for (String field : headers.keySet()) {
      if (name.equalsIgnoreCase(field)) {
        throw new IllegalArgumentException(
            "The header " + name + " must be set only once, but was set twice");
      }
    }
    headers.put(name, value);
  }

  /**
   * Returns the names of the header fields, the names of the query parameters with a question mark
   * before each, and the end of reuse, but no values.
   */
  @Override
  public String toString() {
    List<String> names = new ArrayList<>(headers.keySet());
    query.keySet().forEach(name -> names.add("?" + name));
    return switch (reuse) {
      case NEVER -> "Credential" + names + " for one request";
      default -> "Credential" + names + (end == null ? "" : " until " + end);
    };
  }
}
