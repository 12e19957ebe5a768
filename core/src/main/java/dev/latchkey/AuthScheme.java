package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How a vendor wants requests to be authenticated: the extension point. A lambda will do:
 *
 * <pre>{@code
 * AuthScheme acme = context -> Credential.of("x-acme-time", context.now().toString()).singleUse();
 * }</pre>
 *
 * <p>The schemes made here, by {@link JwtScheme} and in {@code dev.latchkey.vendor} compute their
 * credentials and are safe for use by many threads. A scheme of your own must be so too; it may
 * block (to fetch a token, say): the keyring then calls it on its executor, and never twice at a
 * time for the same credential.
 *
 * <p>See "authentication scheme" in <a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-11.1">RFC 9110 §11.1</a>.
 */
@FunctionalInterface
public interface AuthScheme {

  /**
   * Makes a credential. Called whenever none can be reused; how long this one can is for the {@link
   * Credential} to say.
   *
   * @throws IOException if none is available now; the keyring turns it, and any {@code
   *     RuntimeException}, into a {@link CredentialException} and waits a moment before it asks
   *     again
   */
  Credential issue(IssueContext context) throws IOException;

  /**
   * Whether a response of this status says that the credential was not accepted: 401 unless a
   * vendor says otherwise (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2">RFC 9110
   * §15.5.2</a>). Such a response is answered once with a fresh credential.
   */
  default boolean isRefusal(int status) {
    return status == 401;
  }

  /**
   * Returns whether a response says that the credential was not accepted, for vendors that say so
   * in a header. By default its status decides, see {@link #isRefusal(int)}. Called once for each
   * response to a request that carried a credential; if it throws, the response is no refusal. It
   * must not block.
   */
  default boolean isRefusal(ResponseHead response) {
    return isRefusal(response.status());
  }

  /**
   * Learns from a response, such as a nonce for later credentials. Called for each response to a
   * request that carried a credential of this scheme, whatever its status, before {@link
   * #isRefusal(ResponseHead)} is asked. By default nothing is learned. It must not block; what it
   * throws is ignored.
   */
  default void observe(ResponseHead response) {}

  /**
   * The names of the headers that the credentials have, as far as they are known beforehand. A call
   * whose caller sets one of them gets no credential. Where a scheme does not say, the keyring
   * learns them from the first credential that it issues.
   */
  default Set<String> headerNames() {
    return Set.of();
  }

  /**
   * One header whose value never changes, such as an API key.
   *
   * @throws IllegalArgumentException as {@link Credential#of}; the message does not repeat the
   *     value
   */
  static AuthScheme header(String name, String value) {
    Credential credential = Credential.of(name, value);
    return new HeaderScheme(name, () -> credential.headers().values().iterator().next(), true);
  }

  /**
   * One header whose value may change. The supplier is asked for every request, on the thread that
   * sends it, and must not block; a value that changed is in force at once.
   *
   * @throws IllegalArgumentException if the name is no field name or belongs to the HTTP client
   */
  static AuthScheme header(String name, Supplier<String> value) {
    return new HeaderScheme(HeaderFields.checkName(name), requireNonNull(value, "value"), false);
  }

  /**
   * {@code Authorization: Basic}, the pair encoded as UTF-8 (<a
   * href="https://www.rfc-editor.org/rfc/rfc7617#section-2">RFC 7617 §2</a>).
   *
   * @throws IllegalArgumentException if the user id is empty or has a colon, or either part has a
   *     control character; the message repeats neither
   */
  static AuthScheme basic(String userId, String password) {
    requireNonNull(userId, "userId");
    requireNonNull(password, "password");
    if (userId.isEmpty()) {
      throw new IllegalArgumentException("The user id of Basic authentication is empty");
    }
    if (userId.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "The user id of Basic authentication has a colon, at which servers would split the pair");
    }
    if ((userId + password).chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "The user id or password of Basic authentication has a control character or a line break;"
              + " strip the text that was read from a file");
    }
    byte[] pair = (userId + ":" + password).getBytes(StandardCharsets.UTF_8);
    return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /**
   * Several schemes at once, each setting its own headers. A status that any of them calls a
   * refusal is one; the credential is reused as long as each part may be.
   *
   * @throws IllegalArgumentException if there is no scheme, or two of them set the same header
   */
  static AuthScheme allOf(AuthScheme... schemes) {
    return new CompositeScheme(List.of(schemes));
  }
}
