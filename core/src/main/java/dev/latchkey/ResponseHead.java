package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The status and the headers of a response, without its body. An {@link AuthScheme} gets it to
 * decide whether its credential was refused, to learn from it, and to issue another credential in
 * response.
 *
 * <p>All headers can be read while the keyring calls {@link AuthScheme#isRefusal(ResponseHead)} or
 * {@link AuthScheme#observe}, and in {@link AuthScheme#issue} while the refused call waits for the
 * other credential. After that, the head no longer refers to the response: headers that were read
 * before stay available, and so do {@code WWW-Authenticate}, {@code DPoP-Nonce}, {@code Date} and
 * {@code Retry-After} of a refusal; all others are empty.
 *
 * <p>Thread-safe.
 */
public final class ResponseHead {
  private static final List<String> KEPT_OF_REFUSALS =
      List.of("WWW-Authenticate", "DPoP-Nonce", "Date", "Retry-After");

  private final @Nullable Origin origin;
  private final int status;

  // Guarded by this, so that no thread reads a response after its head was released.
  private @Nullable Function<String, @Nullable String> lookup;
  private @Nullable Map<String, Optional<String>> known;

  /**
   * @param origin the origin that responded; null if it is not known
   * @param lookup returns the first value of a header, whose name may be in any case, or null
   */
  ResponseHead(@Nullable Origin origin, int status, Function<String, @Nullable String> lookup) {
    this.origin = origin;
    this.status = status;
    this.lookup = lookup;
  }

  /** Returns the head of a response, to call a scheme directly, as in tests. */
  public static ResponseHead of(int status, Map<String, String> headers) {
    return given(null, status, headers);
  }

  /** Returns the head of a response of an origin, to call a scheme directly, as in tests. */
  public static ResponseHead of(Origin origin, int status, Map<String, String> headers) {
    return given(requireNonNull(origin, "origin"), status, headers);
  }

  private static ResponseHead given(
      @Nullable Origin origin, int status, Map<String, String> headers) {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    return new ResponseHead(origin, status, copy::get);
  }

  /**
   * Returns the origin of the request, for schemes that are added for several origins and learn
   * from each separately; empty if the head was created without one.
   */
  public Optional<Origin> origin() {
    return Optional.ofNullable(origin);
  }

  /** Returns the status code. */
  public int status() {
    return status;
  }

  /**
   * Returns the first value of a header, or empty if it is missing; ignores the case of the name.
   */
  public synchronized Optional<String> header(String name) {
    requireNonNull(name, "header name");
    Optional<String> before = known == null ? null : known.get(name);
    if (before != null) {
      return before;
    }
    if (lookup == null) {
      return Optional.empty();
    }
    Optional<String> value = Optional.ofNullable(lookup.apply(name));
    if (known == null) {
      known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }
    known.put(name, value);
    return value;
  }

  /** Keeps the headers that show how to respond to a refusal. */
  void keepThoseOfRefusals() {
    KEPT_OF_REFUSALS.forEach(this::header);
  }

  /** Releases the response, whose headers are not read from now on. */
  synchronized void release() {
    lookup = null;
  }

  /** Returns a text with the status, but no headers, which may hold secrets. */
  @Override
  public String toString() {
    return "ResponseHead[" + status + "]";
  }
}
