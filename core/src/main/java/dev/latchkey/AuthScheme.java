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
 * Issues the credentials that a vendor requires. This is the extension point; a lambda is enough:
 *
 * <pre>{@code
 * AuthScheme acme = context -> Credential.of("x-acme-time", context.now().toString()).singleUse();
 * }</pre>
 *
 * <p>Further settings wrap the lambda, in any order; they work on every kind of scheme:
 *
 * <pre>{@code
 * AuthScheme acme = AuthScheme.computed(context -> sign(context.now(), context.header("X-Tenant")))
 *     .setting("x-acme-signature")
 *     .consuming("X-Tenant")
 *     .refusedWith(401, 403);
 * }</pre>
 *
 * <p>The schemes returned by this interface, by {@link JwtScheme} and by {@code
 * dev.latchkey.vendor} are thread-safe. A custom scheme must be thread-safe too. It may block, for
 * example to fetch a token: the keyring calls it on its executor, and never twice at a time for the
 * same credential.
 *
 * <p>See "authentication scheme" in <a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-11.1">RFC 9110 §11.1</a>.
 */
@FunctionalInterface
public interface AuthScheme {

  /**
   * Returns a credential for a request. Called when none can be reused; the returned {@link
   * Credential} says how long it may be reused.
   *
   * @throws IOException if none is available now; the keyring turns it, and any {@code
   *     RuntimeException}, into a {@link CredentialException} and backs off before it calls the
   *     scheme again. The message, which may hold a secret, is only in the cause: throw a {@link
   *     CredentialException} to give callers the reason
   */
  Credential issue(IssueContext context) throws IOException;

  /**
   * Returns whether a response of this status means that the credential was not accepted. The
   * default is 401 (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2">RFC 9110
   * §15.5.2</a>). The request is then sent once more, with a fresh credential.
   */
  default boolean isRefusal(int status) {
    return status == 401;
  }

  /**
   * Returns whether a response means that the credential was not accepted, for vendors that say so
   * in a header. By default the status decides, see {@link #isRefusal(int)}. Called once for each
   * response to a request that carried a credential. If it throws, the response is not a refusal.
   * Must not block.
   */
  default boolean isRefusal(ResponseHead response) {
    return isRefusal(response.status());
  }

  /**
   * Learns from a response, such as a nonce for later credentials. Called for each response to a
   * request that carried a credential of this scheme, whatever its status, before {@link
   * #isRefusal(ResponseHead)} is called. The default does nothing. Must not block; exceptions are
   * ignored.
   */
  default void observe(ResponseHead response) {}

  /**
   * Returns the names of the headers that the scheme sets, as far as they are known beforehand. A
   * call whose caller sets one of them gets no credential. If this returns no names, the keyring
   * learns them from the first credential.
   */
  default Set<String> headerNames() {
    return Set.of();
  }

  /**
   * Returns whether {@link #issue} may block; true by default. If it may, the keyring calls it on
   * its executor, else on the thread of the call. Called once, when the keyring is built.
   */
  default boolean mayBlock() {
    return true;
  }

  /**
   * Returns this scheme with other statuses as refusals. They replace the scheme's own {@code
   * isRefusal}, together with the responses that {@link #refusedIf} accepts.
   *
   * @throws IllegalArgumentException if there is no status, or a status is not from 400 to 599
   */
  default AuthScheme refusedWith(int... statuses) {
    return ConfiguredScheme.of(this).refusedWith(statuses);
  }

  /**
   * Returns this scheme with other responses as refusals, such as those with an error code in a
   * header. They replace the scheme's own {@code isRefusal}, together with the statuses of {@link
   * #refusedWith}. The predicate must not block. If it throws, the response is not a refusal.
   */
  default AuthScheme refusedIf(Predicate<? super ResponseHead> refusal) {
    return ConfiguredScheme.of(this).refusedIf(refusal);
  }

  /**
   * Returns this scheme with the names of the headers that it sets declared beforehand. Even the
   * first call then gets no credential if the caller sets one of these headers, and no redirect
   * carries them to another origin. See {@link #headerNames()}.
   *
   * @throws IllegalArgumentException if there is no name, a name is not a valid field name or
   *     belongs to the HTTP client, or the scheme consumes it
   */
  default AuthScheme setting(String... headerNames) {
    return ConfiguredScheme.of(this).setting(headerNames);
  }

  /**
   * Returns this scheme with headers that callers set only for the scheme to read, such as the name
   * of a tenant. The scheme reads them with {@link IssueContext#header}, also for later requests of
   * the call to the same origin. They are never sent to any server, and a call whose caller sets
   * one still gets a credential.
   *
   * @throws IllegalArgumentException if there is no name, a name is not a valid field name or
   *     belongs to the HTTP client, or the scheme sets it
   */
  default AuthScheme consuming(String... headerNames) {
    return ConfiguredScheme.of(this).consuming(headerNames);
  }

  /**
   * Returns a scheme that only computes and does not block. The keyring calls it on the thread of
   * the call, without a time limit.
   */
  static AuthScheme computed(AuthScheme lambda) {
    return ConfiguredScheme.of(lambda).computed();
  }

  /**
   * Returns a scheme of one header whose value never changes, such as an API key.
   *
   * @throws IllegalArgumentException as {@link Credential#of} does; the message does not show the
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
   * @throws IllegalArgumentException if the name is not a valid field name or belongs to the HTTP
   *     client
   */
  static AuthScheme header(String name, Supplier<String> value) {
    return new HeaderScheme(HeaderFields.checkName(name), requireNonNull(value, "value"), false);
  }

  /**
   * Returns a scheme of one query parameter whose value never changes: {@code ?api_key=…}. A call
   * whose URL already has a parameter of that name gets no credential. See {@link
   * Credential#query(String, String)}.
   *
   * @throws IllegalArgumentException as {@link Credential#query(String, String)} does; the message
   *     does not show the value
   */
  static AuthScheme query(String name, String value) {
    return new QueryScheme(name, value);
  }

  /**
   * Returns a scheme that sends {@code Authorization: Basic}, with user id and password encoded as
   * UTF-8 (<a href="https://www.rfc-editor.org/rfc/rfc7617#section-2">RFC 7617 §2</a>).
   *
   * @throws IllegalArgumentException if the user id is empty or has a colon, or either part has a
   *     control character; the message shows neither
   */
  static AuthScheme basic(String userId, String password) {
    requireNonNull(userId, "userId");
    requireNonNull(password, "password");
    if (userId.isEmpty()) {
      throw new IllegalArgumentException("The user id of Basic authentication must not be empty");
    }
    if (userId.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "The user id of Basic authentication must not have a colon, because servers split"
              + " user id and password there");
    }
    if ((userId + password).chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "The user id and the password of Basic authentication must not have a control"
              + " character or a line break;"
              + " strip the text that was read from a file");
    }
    byte[] pair = (userId + ":" + password).getBytes(StandardCharsets.UTF_8);
    return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /**
   * Returns a scheme that authenticates an OAuth client at a token endpoint: like {@link #basic},
   * but client id and secret are form-encoded first (<a
   * href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749 §2.3.1</a>), which matters
   * if one of them contains a character such as {@code + : %}.
   *
   * @throws IllegalArgumentException if the client id is empty
   */
  static AuthScheme clientSecretBasic(String clientId, String clientSecret) {
    if (requireNonNull(clientId, "clientId").isEmpty()) {
      throw new IllegalArgumentException("The client id of client_secret_basic must not be empty");
    }
    requireNonNull(clientSecret, "clientSecret");
    return basic(
        URLEncoder.encode(clientId, StandardCharsets.UTF_8),
        URLEncoder.encode(clientSecret, StandardCharsets.UTF_8));
  }

  /**
   * Returns a scheme that combines several schemes, each of which sets its own headers and query
   * parameters. Each is a part as in {@link IssueContext#credential}: its credential is reused and
   * renewed independently, so a token that lives for an hour is fetched once an hour, even beside a
   * nonce for each request. A response is a refusal if any of the schemes says so; only the
   * credentials of those schemes are then replaced.
   *
   * @throws IllegalArgumentException if there is no scheme, or two of them set the same header or
   *     query parameter
   */
  static AuthScheme allOf(AuthScheme... schemes) {
    return new CompositeScheme(List.of(schemes));
  }
}
