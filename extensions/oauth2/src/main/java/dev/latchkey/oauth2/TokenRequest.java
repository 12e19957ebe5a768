package dev.latchkey.oauth2;

import static dev.latchkey.oauth2.TokenSettings.CLIENT;
import static dev.latchkey.oauth2.TokenSettings.notEmpty;
import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.HttpTransport;
import dev.latchkey.IssueContext;
import dev.latchkey.JwtScheme;
import dev.latchkey.Origin;
import dev.latchkey.ServerClock;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Gets a token by a POST to a token endpoint, and sends it with each request: by default as {@code
 * Authorization: Bearer <token>}.
 *
 * <pre>{@code
 * AuthScheme acme =
 *     TokenRequest.clientCredentials("https://login.acme.example/oauth2/token")
 *         .clientSecretBasic(clientId, clientSecret)
 *         .scope("orders.read", "orders.write")
 *         .build();
 * }</pre>
 *
 * <p>A keyring gets one token for all requests, and another one shortly before it ends, or when the
 * API refuses it. If there is none, calls fail with a {@link dev.latchkey.CredentialException} that
 * shows the endpoint's origin, the status and the {@code error} code, and nothing else of the
 * response. After a code such as {@code invalid_client}, the next request is sent after ten
 * minutes, as soon as a supplier returns another key or secret, or after {@link
 * dev.latchkey.Keyring#forget}. Assertions are dated by the endpoint's clock. Thread-safe.
 */
public final class TokenRequest implements AuthScheme {
  private final TokenSettings settings;
  private final @Nullable DpopBinding binding;
  private @Nullable ServerClock endpointClock;

  private TokenRequest(TokenSettings settings, @Nullable DpopBinding binding) {
    this.settings = settings;
    this.binding = binding;
  }

  /**
   * Returns a builder of a request in the client's own name (<a
   * href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749 §4.4</a>).
   *
   * @throws IllegalArgumentException if the endpoint is neither an https URL nor on this machine
   */
  public static Builder clientCredentials(String endpoint) {
    return to(endpoint).field("grant_type", "client_credentials");
  }

  /**
   * Returns a builder of a request that exchanges an assertion, such as one of a service account
   * (<a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.1">RFC 7523 §2.1</a>).
   */
  public static Builder jwtBearer(String endpoint, JwtScheme assertion) {
    requireNonNull(assertion, "assertion");
    return to(endpoint)
        .field("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
        .with("assertion", form -> ClientAuthentication.token(assertion, form));
  }

  /** Returns a builder of a request for a user who has logged in before (RFC 6749 §6). */
  public static Builder refreshToken(String endpoint, RefreshTokenStore store) {
    Builder builder = to(endpoint).field("grant_type", "refresh_token");
    builder.settings.refresh = RefreshGrant.of(requireNonNull(store, "store"));
    builder.settings.add("field refresh_token", builder.settings.refresh);
    return builder;
  }

  /**
   * Returns a builder of a request that exchanges another token (<a
   * href="https://www.rfc-editor.org/rfc/rfc8693">RFC 8693</a>), supplied for each request.
   *
   * @param subjectTokenType the token's type, such as {@code urn:ietf:params:oauth:token-type:jwt}
   */
  public static Builder tokenExchange(
      String endpoint, Supplier<String> subjectToken, String subjectTokenType) {
    return exchange(endpoint, subjectTokenType).field("subject_token", subjectToken);
  }

  /**
   * Returns a builder of a request that exchanges the token in another scheme's one header, {@code
   * Bearer} or not. The keyring caches it separately, see {@link IssueContext#credential}.
   */
  public static Builder tokenExchange(
      String endpoint, AuthScheme subject, String subjectTokenType) {
    requireNonNull(subject, "subject");
    return exchange(endpoint, subjectTokenType)
        .with("subject_token", form -> TokenForm.token(form.caller.credential(subject)));
  }

  private static Builder exchange(String endpoint, String subjectTokenType) {
    return to(endpoint)
        .field("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
        .field("subject_token_type", subjectTokenType);
  }

  /** Returns a builder of a vendor-specific request, which has only the fields that are set. */
  public static Builder to(String endpoint) {
    return new Builder(endpoint);
  }

  /** Returns this request for tokens that are bound to a key. */
  TokenRequest boundBy(DpopBinding binding) {
    if (settings.format != null) {
      throw new IllegalArgumentException(
          "A bound token is sent as Authorization; build the TokenRequest without header(…)");
    }
    return new TokenRequest(settings, binding);
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    Instant begun = context.clock().instant();
    var fetch = new TokenFetch(settings, binding, endpointClock(context), context, begun);
    return settings.refresh == null ? fetch.run() : settings.refresh.during(fetch::run);
  }

  private synchronized ServerClock endpointClock(IssueContext context) {
    if (endpointClock == null) {
      endpointClock = ServerClock.of(context.clock());
    }
    return endpointClock;
  }

  @Override
  public Set<String> headerNames() {
    return Set.of(settings.header);
  }

  /** Returns a text with the endpoint's origin. */
  @Override
  public String toString() {
    return "TokenRequest[" + Origin.of(settings.endpoint) + "]";
  }

  /**
   * Settings of a {@link TokenRequest}. Each may be set once: setting it again throws an {@link
   * IllegalArgumentException}. At most one may authenticate the client. Suppliers are called for
   * each request, and those of keys and secrets also by calls to the API after a refusal: they may
   * block, but should be fast. Not thread-safe.
   */
  public static final class Builder {
    private final TokenSettings settings;

    private Builder(String endpoint) {
      this.settings = new TokenSettings(endpoint);
    }

    /**
     * Sets the client's id and secret, sent form-encoded as {@code Authorization: Basic} (<a
     * href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749 §2.3.1</a>).
     */
    public Builder clientSecretBasic(String clientId, String secret) {
      requireNonNull(secret, "secret");
      return clientSecretBasic(clientId, () -> secret);
    }

    /** Sets them as {@link #clientSecretBasic(String, String)} does; the secret may rotate. */
    public Builder clientSecretBasic(String clientId, Supplier<String> secret) {
      notEmpty("clientId", clientId);
      settings.set(CLIENT, secret);
      settings.add(
          "requestHeader authorization", ClientAuthentication.secretBasic(clientId, secret));
      return this;
    }

    /** Sets the client's id and secret, sent as {@code client_id} and {@code client_secret}. */
    public Builder clientSecretPost(String clientId, String secret) {
      requireNonNull(secret, "secret");
      return clientSecretPost(clientId, () -> secret);
    }

    /** Sets them as {@link #clientSecretPost(String, String)} does; the secret may rotate. */
    public Builder clientSecretPost(String clientId, Supplier<String> secret) {
      requireNonNull(secret, "secret");
      return publicClient(clientId).with("client_secret", form -> form.use(secret::get));
    }

    /**
     * Sets a key that signs an assertion of a minute, whose audience is the endpoint (<a
     * href="https://www.rfc-editor.org/rfc/rfc7523#section-2.2">RFC 7523 §2.2</a>).
     */
    public Builder privateKeyJwt(String clientId, SigningKey key) {
      requireNonNull(key, "key");
      return privateKeyJwt(clientId, () -> key);
    }

    /** Sets it as {@link #privateKeyJwt(String, SigningKey)} does, with a key that may rotate. */
    public Builder privateKeyJwt(String clientId, Supplier<SigningKey> key) {
      return publicClient(clientId)
          .assertion(ClientAuthentication.privateKeyJwt(clientId, key, settings.endpoint));
    }

    /** Sets the client's assertion (RFC 7523 §2.2), which is signed for each request. */
    public Builder clientAssertion(JwtScheme assertion) {
      settings.set(CLIENT, assertion);
      return assertion(assertion);
    }

    private Builder assertion(JwtScheme assertion) {
      return field("client_assertion_type", ClientAuthentication.JWT_BEARER)
          .with("client_assertion", form -> ClientAuthentication.token(assertion, form));
    }

    /** Sets the client's id, without authentication. */
    public Builder publicClient(String clientId) {
      settings.set(CLIENT, clientId);
      return field("client_id", notEmpty("clientId", clientId));
    }

    /**
     * Sets the certificate that authenticates the client (<a
     * href="https://www.rfc-editor.org/rfc/rfc8705#section-2">RFC 8705 §2</a>). If another client
     * than the JDK's has it, call {@link #publicClient} and {@link #transport} instead.
     */
    public Builder mutualTls(String clientId, SSLContext context) {
      HttpClient client = HttpClient.newBuilder().sslContext(context).build();
      return transport(HttpClientTransport.of(client)).publicClient(clientId);
    }

    /** Sets a scheme for each request, which gets all of it and the endpoint's time. */
    public Builder authenticatedBy(AuthScheme scheme) {
      settings.scheme = settings.set(CLIENT, scheme);
      return this;
    }

    /** Sets the {@code scope}: at least one name, joined with spaces (RFC 6749 §3.3). */
    public Builder scope(String... scope) {
      return field("scope", notEmpty("scope", String.join(" ", scope)));
    }

    /** Sets the token of the party that acts for the subject of an exchange (RFC 8693 §2.1). */
    public Builder actorToken(Supplier<String> actorToken, String actorTokenType) {
      return field("actor_token", actorToken).field("actor_token_type", actorTokenType);
    }

    /**
     * Sets another field of the body, such as {@code audience} or {@code resource}: text, a number,
     * a boolean, or a list of these, which becomes several fields of a form. Any other value throws
     * an {@link IllegalArgumentException}.
     */
    public Builder field(String name, Object value) {
      settings.addField(name, requireNonNull(value, name));
      return this;
    }

    /** Sets another field of the body, whose value is supplied for each request. */
    public Builder field(String name, Supplier<String> value) {
      requireNonNull(value, name);
      // Not remembered: a nonce differs each time, which does not help after a refusal.
      return with(name, form -> value.get());
    }

    private Builder with(String field, TokenForm.Value value) {
      settings.add("field " + field, form -> form.field(field, value.of(form)));
      return this;
    }

    /** Sets a header of the request, which may be {@code Accept} or {@code Content-Type}. */
    public Builder requestHeader(String name, String value) {
      Map<String, String> header = Credential.of(name, value).headers();
      settings.add("requestHeader " + name.toLowerCase(Locale.ROOT), form -> form.headers(header));
      return this;
    }

    /** Sets the body to a JSON object of the fields instead of a form. */
    public Builder jsonBody() {
      settings.json = settings.set("jsonBody", true);
      return this;
    }

    /** Sets the field of the response that has the token; default: {@code access_token}. */
    public Builder tokenField(String name) {
      settings.tokenField = settings.set("tokenField", name);
      return this;
    }

    /** Sets the field that has its lifetime in seconds; default: {@code expires_in}. */
    public Builder expiresInField(String name) {
      settings.expiresInField = settings.set("expiresInField", name);
      return this;
    }

    /** Sets the field that has the time of its end: text of RFC 3339, or seconds since 1970. */
    public Builder expiresAtField(String name) {
      settings.expiresAtField = settings.set("expiresAtField", name);
      return this;
    }

    /**
     * Sets how long a token is reused if the response has no plausible time: from a second to ten
     * years; default: five minutes.
     */
    public Builder lifetime(Duration lifetime) {
      settings.lifetime = settings.within("lifetime", lifetime, TokenAnswer.LONGEST);
      return this;
    }

    /** Sets the header for the bare token. See {@link JwtScheme.Builder#header(String)}. */
    public Builder header(String name) {
      return header(name, UnaryOperator.identity());
    }

    /** Sets the header for the token as {@code format} returns it, whatever the token's type. */
    public Builder header(String name, UnaryOperator<String> format) {
      Credential.of(name, "token");
      settings.header = settings.set("header", name);
      settings.format = requireNonNull(format, "format");
      return this;
    }

    /** Sets the transport; default: an {@link HttpClient} with the JDK's settings. */
    public Builder transport(HttpTransport transport) {
      settings.set("transport", transport);
      settings.transport = () -> transport;
      return this;
    }

    /**
     * Sets the time limit of an exchange, including the response's body: from a second to an hour;
     * default: 10 seconds. See also {@link dev.latchkey.Keyring.Builder#issueTimeout}.
     */
    public Builder timeout(Duration timeout) {
      settings.timeout = settings.within("timeout", timeout, Duration.ofHours(1));
      return this;
    }

    /** Returns the scheme, or throws an exception that names contradictory settings. */
    public TokenRequest build() {
      settings.built = true;
      return new TokenRequest(settings, null);
    }
  }
}
