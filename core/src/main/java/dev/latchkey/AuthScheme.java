package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Authenticates requests as a vendor wants it: the extension point. A lambda will do:
 *
 * <pre>{@code
 * AuthScheme acme = context -> Credential.of("x-acme-time", context.now().toString()).singleUse();
 * }</pre>
 *
 * <p>What a lambda cannot say by itself is set around it, in any order, on a scheme of any kind:
 *
 * <pre>{@code
 * AuthScheme acme = AuthScheme.computed(context -> sign(context.now(), context.header("X-Tenant")))
 *     .setting("x-acme-signature")
 *     .consuming("X-Tenant")
 *     .refusedWith(401, 403);
 * }</pre>
 *
 * <p>The schemes made here, by {@link JwtScheme} and in {@code dev.latchkey.vendor} are safe for
 * use by many threads. A scheme of your own must be so too. It may block, to fetch a token, say:
 * the keyring calls it on its executor, and never twice at a time for the same credential.
 *
 * <p>See "authentication scheme" in <a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-11.1">RFC 9110 §11.1</a>.
 */
@FunctionalInterface
public interface AuthScheme {

  /**
   * Returns a credential for a request. Called when none can be reused; the {@link Credential} says
   * how long it can be.
   *
   * @throws IOException if none is available now; the keyring turns it, and any {@code
   *     RuntimeException}, into a {@link CredentialException} and waits a moment before it asks
   *     again. Its message, which may hold a secret, is in the cause alone: throw a {@link
   *     CredentialException} for callers to read why
   */
  Credential issue(IssueContext context) throws IOException;

  /**
   * Returns whether a response of this status says that the credential was not accepted: by default
   * 401 (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2">RFC 9110 §15.5.2</a>). The
   * keyring then sends the request once more, with a fresh credential.
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
   * Returns the names of the headers that the credentials have, as far as they are known
   * beforehand. A call whose caller sets one of them gets no credential. Of a scheme that returns
   * none, the keyring learns them from the first credential.
   */
  default Set<String> headerNames() {
    return Set.of();
  }

  /**
   * Returns whether {@link #issue} may block, which it does by default. The keyring then calls it
   * on its executor, else on the thread of the call. Asked once, when the keyring is built.
   */
  default boolean mayBlock() {
    return true;
  }

  /**
   * Returns this scheme with other statuses as refusals. They, and what {@link #refusedIf} accepts,
   * replace the scheme's own {@code isRefusal}.
   *
   * @throws IllegalArgumentException if there is no status, or one is not from 400 to 599
   */
  default AuthScheme refusedWith(int... statuses) {
    return ConfiguredScheme.of(this).refusedWith(statuses);
  }

  /**
   * Returns this scheme with other responses as refusals, such as those with an error code in a
   * header. They, and the statuses of {@link #refusedWith}, replace the scheme's own {@code
   * isRefusal}. The predicate must not block; a response for which it throws is no refusal.
   */
  default AuthScheme refusedIf(Predicate<? super ResponseHead> refusal) {
    return ConfiguredScheme.of(this).refusedIf(refusal);
  }

  /**
   * Returns this scheme with the names of the headers that it sets known beforehand, so that
   * already the first call yields to a caller who sets one of them, and no redirect carries it
   * elsewhere. See {@link #headerNames()}.
   *
   * @throws IllegalArgumentException if there is no name, one is no field name or belongs to the
   *     HTTP client, or the scheme consumes it
   */
  default AuthScheme setting(String... headerNames) {
    return ConfiguredScheme.of(this).setting(headerNames);
  }

  /**
   * Returns this scheme with headers that callers set for it alone, such as the name of a tenant.
   * It reads them by {@link IssueContext#header}, also for later requests of the call to the same
   * origin, but no request carries them, wherever it goes, and a caller who sets one gets a
   * credential all the same.
   *
   * @throws IllegalArgumentException if there is no name, one is no field name or belongs to the
   *     HTTP client, or the scheme sets it
   */
  default AuthScheme consuming(String... headerNames) {
    return ConfiguredScheme.of(this).consuming(headerNames);
  }

  /**
   * Returns a scheme that does not block, because it only computes. The keyring calls it on the
   * thread of the call, without a time limit.
   */
  static AuthScheme computed(AuthScheme lambda) {
    return ConfiguredScheme.of(lambda).computed();
  }

  /**
   * Returns a scheme of one header whose value never changes, such as an API key.
   *
   * @throws IllegalArgumentException as {@link Credential#of}; the message does not repeat the
   *     value
   */
  static AuthScheme header(String name, String value) {
    Credential credential = Credential.of(name, value);
    return new HeaderScheme(name, () -> credential.headers().values().iterator().next(), true);
  }

  /**
   * Returns a scheme of one header whose value may change. The supplier is called for each request,
   * on the thread that sends it, and must not block.
   *
   * @throws IllegalArgumentException if the name is no field name or belongs to the HTTP client
   */
  static AuthScheme header(String name, Supplier<String> value) {
    return new HeaderScheme(HeaderFields.checkName(name), requireNonNull(value, "value"), false);
  }

  /**
   * Returns a scheme of one query parameter whose value never changes: {@code ?api_key=…}. A call
   * whose URL has a parameter of that name already is the caller's. See {@link
   * Credential#query(String, String)}.
   *
   * @throws IllegalArgumentException as {@link Credential#query(String, String)}; the message does
   *     not repeat the value
   */
  static AuthScheme query(String name, String value) {
    return new QueryScheme(name, value);
  }

  /**
   * Returns a scheme that sends {@code Authorization: Basic}, the pair encoded as UTF-8 (<a
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
   * Returns a scheme that authenticates an OAuth client at a token endpoint: like {@link #basic},
   * of a pair that is form-encoded first (<a
   * href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749 §2.3.1</a>), which matters
   * if one of them has a character such as {@code + : %}.
   *
   * @throws IllegalArgumentException if the client id is empty
   */
  static AuthScheme clientSecretBasic(String clientId, String clientSecret) {
    if (requireNonNull(clientId, "clientId").isEmpty()) {
      throw new IllegalArgumentException("The client id of client_secret_basic is empty");
    }
    requireNonNull(clientSecret, "clientSecret");
    return basic(
        URLEncoder.encode(clientId, StandardCharsets.UTF_8),
        URLEncoder.encode(clientSecret, StandardCharsets.UTF_8));
  }

  /**
   * Returns several schemes as one, each of which sets its own headers and query parameters. Each
   * is a part as in {@link IssueContext#credential}: its credential is reused and renewed for
   * itself, so a token of an hour beside a nonce for each request is fetched once an hour. A
   * response that any of them calls a refusal is one, and replaces the credentials of those.
   *
   * @throws IllegalArgumentException if there is no scheme, or two of them set the same header or
   *     query parameter
   */
  static AuthScheme allOf(AuthScheme... schemes) {
    return new CompositeScheme(List.of(schemes));
  }
}
