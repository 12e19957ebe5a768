package dev.latchkey.oauth2;

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
import java.util.List;
import java.util.Locale;
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
 * API refuses it with 401. If there is none, calls fail with a {@link
 * dev.latchkey.CredentialException} that tells the endpoint's origin, the status and the {@code
 * error} code, and nothing else of the answer. After a code that says that the same request would
 * fail again, such as {@code invalid_client}, the next one is sent after ten minutes, as soon as a
 * supplier gives another key or secret, or after {@link dev.latchkey.Keyring#forget}. {@code
 * Retry-After} is kept. Assertions are dated by the endpoint's clock. Safe for use by many threads.
 */
public final class TokenRequest implements AuthScheme {
  private final TokenSettings settings;
  private final @Nullable TokenBinding binding;
  private volatile @Nullable ServerClock endpointClock;

  private TokenRequest(TokenSettings settings, @Nullable TokenBinding binding) {
    this.settings = settings;
    this.binding = binding;
  }

  /**
   * Starts a request in the client's own name (<a
   * href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749 §4.4</a>).
   *
   * @throws IllegalArgumentException if the endpoint is neither an https URL nor an http URL of
   *     this machine; the same of all that start a request
   */
  public static Builder clientCredentials(String endpoint) {
    return new Builder(endpoint, form -> form.field("grant_type", "client_credentials"));
  }

  /**
   * Starts a request that exchanges an assertion, such as one of a service account (<a
   * href="https://www.rfc-editor.org/rfc/rfc7523#section-2.1">RFC 7523 §2.1</a>).
   */
  public static Builder jwtBearer(String endpoint, JwtScheme assertion) {
    requireNonNull(assertion, "assertion");
    return new Builder(
        endpoint,
        form -> {
          form.field("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
          form.field("assertion", ClientAuthentication.token(assertion, form));
        });
  }

  /**
   * Starts a request in the name of a user who has logged in before (<a
   * href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>). One is sent at a
   * time. If the refresh token is refused, and the store has another one by then, that is tried.
   */
  public static Builder refreshToken(String endpoint, RefreshTokenStore store) {
    return new Builder(endpoint, new RefreshGrant(requireNonNull(store, "store")));
  }

  /**
   * Starts a request that exchanges another token (<a
   * href="https://www.rfc-editor.org/rfc/rfc8693">RFC 8693</a>).
   *
   * @param subjectToken is called for each request; may block, but should be quick
   * @param subjectTokenType such as {@code urn:ietf:params:oauth:token-type:jwt}
   */
  public static Builder tokenExchange(
      String endpoint, Supplier<String> subjectToken, String subjectTokenType) {
    requireNonNull(subjectToken, "subjectToken");
    return new Builder(endpoint, exchange(form -> subjectToken.get(), subjectTokenType));
  }

  /**
   * Starts a request that exchanges the token of another scheme, which the keyring holds for
   * itself, see {@link IssueContext#credential}.
   *
   * @param subject sends one header, whose value is the token, behind {@code Bearer} or not
   */
  public static Builder tokenExchange(
      String endpoint, AuthScheme subject, String subjectTokenType) {
    requireNonNull(subject, "subject");
    return new Builder(
        endpoint,
        exchange(
            form -> {
              String value = form.caller.credential(subject).headers().values().iterator().next();
              return value.substring(value.indexOf(' ') + 1);
            },
            subjectTokenType));
  }

  private static TokenGrant exchange(TokenForm.Text subjectToken, String type) {
    requireNonNull(type, "subjectTokenType");
    return form -> {
      form.field("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
      form.field("subject_token", subjectToken.of(form));
      form.field("subject_token_type", type);
    };
  }

  /** Starts a request of a vendor's own, with nothing in it but what is set. */
  public static Builder to(String endpoint) {
    return new Builder(endpoint, form -> {});
  }

  /** Returns this request for tokens that are bound to a key. */
  TokenRequest boundBy(TokenBinding binding) {
    if (settings.header != null) {
      throw new IllegalArgumentException(
          "A bound token is sent as Authorization; build the TokenRequest without header(…)");
    }
    return new TokenRequest(settings, binding);
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    ServerClock clock = endpointClock(context);
    return settings.grant.during(new TokenFetch(settings, binding, clock, context));
  }

  private synchronized ServerClock endpointClock(IssueContext context) {
    ServerClock known = endpointClock;
    if (known == null) {
      known = ServerClock.of(context.clock());
      endpointClock = known;
    }
    return known;
  }

  @Override
  public Set<String> headerNames() {
    return Set.of(settings.header == null ? "Authorization" : settings.header);
  }

  /** Returns the endpoint's origin. */
  @Override
  public String toString() {
    return "TokenRequest[" + Origin.of(settings.endpoint) + "]";
  }

  /**
   * Settings of a {@link TokenRequest}. Each may be set once: setting it again throws an {@link
   * IllegalArgumentException}. Of those that authenticate the client there may be one. Suppliers
   * are called for each request, and by calls that fail because one was refused: they may block,
   * but should be quick. Not safe for use by many threads.
   */
  public static final class Builder {
    private final TokenSettings settings;

    private Builder(String endpoint, TokenGrant grant) {
      this.settings = new TokenSettings(endpoint, grant);
    }

    /**
     * Authenticates the client by {@code Authorization: Basic}, form-encoded (<a
     * href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749 §2.3.1</a>).
     */
    public Builder clientSecretBasic(String clientId, String secret) {
      AuthScheme.clientSecretBasic(clientId, secret);
      return clientSecretBasic(clientId, () -> secret);
    }

    /** As {@link #clientSecretBasic(String, String)}, with a secret that may be rotated. */
    public Builder clientSecretBasic(String clientId, Supplier<String> secret) {
      return by(ClientAuthentication.secretBasic(id(clientId), requireNonNull(secret, "secret")));
    }

    /** Authenticates the client by {@code client_id} and {@code client_secret} in the body. */
    public Builder clientSecretPost(String clientId, String secret) {
      requireNonNull(secret, "secret");
      return clientSecretPost(clientId, () -> secret);
    }

    /** As {@link #clientSecretPost(String, String)}, with a secret that may be rotated. */
    public Builder clientSecretPost(String clientId, Supplier<String> secret) {
      return by(ClientAuthentication.secretPost(id(clientId), requireNonNull(secret, "secret")));
    }

    /**
     * Authenticates the client by an assertion of a minute, for the endpoint as its audience (<a
     * href="https://www.rfc-editor.org/rfc/rfc7523#section-2.2">RFC 7523 §2.2</a>). For another
     * audience or header see {@link #clientAssertion}.
     */
    public Builder privateKeyJwt(String clientId, SigningKey key) {
      requireNonNull(key, "key");
      return privateKeyJwt(clientId, () -> key);
    }

    /** As {@link #privateKeyJwt(String, SigningKey)}, with a key that may be rotated. */
    public Builder privateKeyJwt(String clientId, Supplier<SigningKey> key) {
      requireNonNull(key, "key");
      return by(
          ClientAuthentication.privateKeyJwt(id(clientId), key, settings.endpoint.toString()));
    }

    /** Authenticates the client by an assertion of its own making (RFC 7523 §2.2). */
    public Builder clientAssertion(JwtScheme assertion) {
      return by(ClientAuthentication.assertion(requireNonNull(assertion, "assertion")));
    }

    /** Tells the client's id, and nothing that proves it. */
    public Builder publicClient(String clientId) {
      return by(ClientAuthentication.publicClient(id(clientId)));
    }

    /**
     * Authenticates the client by its certificate (<a
     * href="https://www.rfc-editor.org/rfc/rfc8705#section-2">RFC 8705 §2</a>), in a client of the
     * JDK. For another client, call {@link #publicClient} and {@link #transport}.
     */
    public Builder mutualTls(String clientId, SSLContext context) {
      settings.set("mutualTls");
      settings.mutualTls =
          HttpClientTransport.of(HttpClient.newBuilder().sslContext(context).build());
      return by(ClientAuthentication.publicClient(id(clientId)));
    }

    /**
     * Authenticates the request by any scheme, which is asked for each request: its method, URL,
     * headers and body, and its time by the endpoint's clock.
     */
    public Builder authenticatedBy(AuthScheme scheme) {
      settings.scheme = requireNonNull(scheme, "scheme");
      return by(form -> {});
    }

    private Builder by(TokenForm.Part authentication) {
      settings.set("client authentication");
      settings.authentication = authentication;
      return this;
    }

    private static String id(String clientId) {
      if (requireNonNull(clientId, "clientId").isEmpty()) {
        throw new IllegalArgumentException("clientId must not be empty");
      }
      return clientId;
    }

    /** Sets the {@code scope}: the names, separated by spaces (RFC 6749 §3.3). */
    public Builder scope(String... scope) {
      return field("scope", String.join(" ", scope));
    }

    /** Sets the {@code audience} (RFC 8693 §2.1, and vendors' own). */
    public Builder audience(String audience) {
      return field("audience", audience);
    }

    /**
     * Sets each {@code resource} (<a href="https://www.rfc-editor.org/rfc/rfc8707">RFC 8707</a>).
     */
    public Builder resource(String... resource) {
      return field("resource", List.of(resource));
    }

    /** Sets the token of who acts for the subject of an exchange (RFC 8693 §2.1). */
    public Builder actorToken(Supplier<String> actorToken, String actorTokenType) {
      return field("actor_token", actorToken).field("actor_token_type", actorTokenType);
    }

    /**
     * Sets another field of the body: text, a number, a boolean or a list of such, which a form has
     * as several fields; in {@linkplain #jsonBody JSON} also a map, and any nesting. It must not
     * change.
     */
    public Builder field(String name, Object value) {
      settings.field(name, value);
      return this;
    }

    /** Sets another field of the body that is told for each request. */
    public Builder field(String name, Supplier<?> value) {
      settings.field(name, value);
      return this;
    }

    /**
     * Sets a header of the request. {@code Accept} and {@code Content-Type} are set unless here.
     *
     * @throws IllegalArgumentException as {@link Credential#of}; the message does not repeat the
     *     value
     */
    public Builder requestHeader(String name, String value) {
      settings.set("requestHeader " + name.toLowerCase(Locale.ROOT));
      settings.headers.putAll(Credential.of(name, value).headers());
      return this;
    }

    /** Sends the fields as a JSON object rather than as a form. */
    public Builder jsonBody() {
      settings.set("jsonBody");
      settings.json = true;
      return this;
    }

    /** Sets which field of the answer has the token; {@code access_token} unless set. */
    public Builder tokenField(String name) {
      settings.set("tokenField");
      settings.tokenField = requireNonNull(name, "tokenField");
      return this;
    }

    /** Sets which field has the seconds that it lives; {@code expires_in} unless set. */
    public Builder expiresInField(String name) {
      settings.set("expiresInField");
      settings.expiresInField = requireNonNull(name, "expiresInField");
      return this;
    }

    /**
     * Sets which field has the time at which it ends, as text (<a
     * href="https://www.rfc-editor.org/rfc/rfc3339">RFC 3339</a>) or in seconds since 1970.
     */
    public Builder expiresAtField(String name) {
      settings.set("expiresAtField");
      settings.expiresAtField = requireNonNull(name, "expiresAtField");
      return this;
    }

    /**
     * Sets how long a token is reused if the answer does not say, or says what is not from a second
     * to ten years: five minutes unless set.
     *
     * @throws IllegalArgumentException if it is less than a second, or more than ten years
     */
    public Builder lifetime(Duration lifetime) {
      settings.set("lifetime");
      settings.lifetime = TokenSettings.within("lifetime", lifetime, TokenAnswer.LONGEST);
      return this;
    }

    /** Sends the bare token in a header. See {@link JwtScheme.Builder#header(String)}. */
    public Builder header(String name) {
      return header(name, UnaryOperator.identity());
    }

    /** Sends the token in a header, as {@code format} returns it, whatever its type is. */
    public Builder header(String name, UnaryOperator<String> format) {
      settings.set("header");
      Credential.of(name, "token");
      settings.header = name;
      settings.format = requireNonNull(format, "format");
      return this;
    }

    /** Sets what sends the request; a {@link HttpClient} of the JDK's defaults unless set. */
    public Builder transport(HttpTransport transport) {
      settings.set("transport");
      settings.transport = requireNonNull(transport, "transport");
      return this;
    }

    /**
     * Sets how long an exchange may take, from the connection to the answer's end; 10 seconds
     * unless set. See also {@link dev.latchkey.Keyring.Builder#issueTimeout}.
     *
     * @throws IllegalArgumentException if it is less than a second, or more than an hour
     */
    public Builder timeout(Duration timeout) {
      settings.set("timeout");
      settings.timeout = TokenSettings.within("timeout", timeout, Duration.ofHours(1));
      return this;
    }

    /**
     * Returns the scheme.
     *
     * @throws IllegalStateException if settings contradict each other; the message names them
     */
    public TokenRequest build() {
      settings.build();
      return new TokenRequest(settings, null);
    }
  }
}
