package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header fields that authenticate a request, and until when they may be reused. Immutable and
 * safe for use by many threads. {@link #toString()} shows names, never values.
 *
 * <p>See "credentials" in <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.4">RFC 9110
 * §11.4</a>.
 */
public final class Credential {
  private static final Credential NONE =
      new Credential(Map.of(), null, CredentialReuse.AHEAD, null);

  private final Map<String, String> headers;
  private final @Nullable Instant end;
  private final CredentialReuse reuse;
  private final @Nullable Object madeWith;

  private Credential(
      Map<String, String> headers,
      @Nullable Instant end,
      CredentialReuse reuse,
      @Nullable Object madeWith) {
    this.headers = headers;
    this.end = end;
    this.reuse = reuse;
    this.madeWith = madeWith;
  }

  /**
   * Returns a credential of one header field, reusable for good.
   *
   * @throws IllegalArgumentException if the name is no field name, belongs to the HTTP client (such
   *     as {@code Host}), or the value is empty or not visible ASCII; the message does not repeat
   *     the value
   */
  public static Credential of(String name, String value) {
    HeaderFields.checkName(name);
    HeaderFields.checkValue(name, value);
    return new Credential(Map.of(name, value), null, CredentialReuse.AHEAD, null);
  }

  /**
   * Returns a credential without header fields, reusable for good: the request is sent as it is,
   * and a response of 401 is the caller's. For requests that need no credential, such as one that
   * logs in:
   *
   * <pre>{@code
   * AuthScheme session = context -> context.uri().getPath().equals("/login")
   *     ? Credential.none()
   *     : Credential.of("Authorization", "Bearer " + token.get());
   * }</pre>
   *
   * <p>Whether a request needs one may be a matter of what the scheme reads of it, or of time: see
   * {@link #reusableUntil}. {@link #and} adds a field as to any other credential.
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
    return new Credential(Map.of(name, value), end, reuse, madeWith);
  }

  /**
   * Returns this credential with one more header field, after those that it has.
   *
   * @throws IllegalArgumentException as {@link #of}, and if it has that field already
   */
  public Credential and(String name, String value) {
    return and(of(name, value));
  }

  /** Returns both credentials in one, reusable as long as both are. */
  Credential and(Credential other) {
    Map<String, String> both = new LinkedHashMap<>(headers);
    other.headers.forEach(
        (name, value) -> {
          if (has(name)) {
            throw new IllegalArgumentException("The header " + name + " is set twice");
          }
          both.put(name, value);
        });
    boolean otherEndsFirst = end == null || (other.end != null && other.end.isBefore(end));
    Credential first = otherEndsFirst ? other : this;
    CredentialReuse least =
        reuse == CredentialReuse.NEVER || other.reuse == CredentialReuse.NEVER
            ? CredentialReuse.NEVER
            : first.reuse;
    return new Credential(
        Collections.unmodifiableMap(both),
        least == CredentialReuse.NEVER ? null : first.end,
        least,
        madeWith);
  }

  /**
   * Returns this credential, reusable until {@code end} as told by {@link IssueContext#now()}. The
   * keyring renews it some time before; see {@link Keyring}.
   */
  public Credential reusableUntil(Instant end) {
    return new Credential(headers, requireNonNull(end, "end"), CredentialReuse.AHEAD, madeWith);
  }

  /**
   * Returns this credential for one request only: the scheme is asked again for the next one,
   * however often that fails.
   */
  public Credential singleUse() {
    return new Credential(headers, null, CredentialReuse.NEVER, madeWith);
  }

  /**
   * Returns this credential, reusable until {@code end} without renewal ahead, because until then
   * it would be the same bytes.
   */
  Credential sameUntil(Instant end) {
    return new Credential(headers, end, CredentialReuse.TO_THE_END, madeWith);
  }

  /** Remembers the key, so that a refusal can be told from one that a new key would cure. */
  Credential madeWith(@Nullable Object key) {
    return new Credential(headers, end, reuse, key);
  }

  /**
   * Returns the header fields, name to value, in the order in which they were given; unmodifiable.
   */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns this credential as that of a part, whose end the keyring sees to. */
  Credential asPart() {
    return new Credential(
        headers,
        null,
        reuse == CredentialReuse.NEVER ? CredentialReuse.NEVER : CredentialReuse.AHEAD,
        null);
  }

  boolean isNone() {
    return headers.isEmpty();
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

  private boolean has(String name) {
    return headers.keySet().stream().anyMatch(name::equalsIgnoreCase);
  }

  /** Returns the names of the header fields and the end of reuse; no value. */
  @Override
  public String toString() {
    return switch (reuse) {
      case NEVER -> "Credential" + headers.keySet() + " for one request";
      default -> "Credential" + headers.keySet() + (end == null ? "" : " until " + end);
    };
  }
}
