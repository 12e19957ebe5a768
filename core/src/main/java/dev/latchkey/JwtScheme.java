package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Sends a signed JSON Web Token (<a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>) in
 * a header, by default as {@code Authorization: Bearer <token>}.
 *
 * <pre>{@code
 * JwtScheme.signedWith(SigningKey.hs256(secret))
 *     .header("x-token")
 *     .issuer("me")
 *     .lifetime(Duration.ofMinutes(5))
 *     .build();
 * }</pre>
 *
 * <p>A token is reused until shortly before it expires, unless {@link Builder#perRequest()} is set.
 * Immutable and thread-safe.
 */
public final class JwtScheme extends KeyedScheme {
  private final JwtField field;
  private final JwtHeader head;
  private final JwtClaims claims;
  private final JwtTimes times;
  private final Set<Integer> refusals;

  private JwtScheme(JwtSettings settings, JwtTimes times) {
    super(settings.keys());
    this.field = settings.field();
    this.head = settings.header();
    this.times = times;
    this.claims = new JwtClaims(settings.claims.template(), times);
    this.refusals = settings.refusals();
  }

  /** Returns a builder of a scheme that signs with a constant key. */
  public static Builder signedWith(SigningKey key) {
    requireNonNull(key, "key");
    return new Builder(() -> key, true);
  }

  /**
   * Returns a builder of a scheme that gets the key from a supplier whenever it signs, and after a
   * refusal, so that a key can be rotated while the program runs. The supplier is called on the
   * keyring's executor, by several threads at a time, and may block. Pass a {@link KeyFile} itself,
   * not a lambda that calls it, so that it is notified when a server refuses one of its keys.
   */
  public static Builder signedWith(Supplier<SigningKey> key) {
    return new Builder(requireNonNull(key, "key"), false);
  }

  @Override
  public Credential issue(IssueContext context) throws CredentialException {
    SigningKey key = keys.forToken();
    long iat = times.issuedAt(context.now());
    String value = value(key, iat, context);
    if (!times.isPerRequest()) {
      context.notReplacedWithin(times.leastAge());
      return field.credential(value, times.end(iat, context.now()), CredentialReuse.AHEAD, key);
    }
    return claims.isConstant() && head.isConstant() && key.algorithm().isDeterministic()
        ? field.credential(value, times.endOfSecond(iat), CredentialReuse.TO_THE_END, key)
        : field.credential(value, null, CredentialReuse.NEVER, key);
  }

  /**
   * Returns a new token, to send it in another way than in the header of this scheme: as an
   * assertion (<a href="https://www.rfc-editor.org/rfc/rfc7523">RFC 7523</a>) in the body of a
   * request for another token, or as a proof beside another credential. Each call signs a token,
   * and may block if the key comes from a supplier or is remote.
   *
   * @throws CredentialException if no key is available now, the key cannot sign, or a claim or
   *     header field cannot be computed
   */
  public String token(IssueContext context) throws CredentialException {
    SigningKey key = keys.forToken();
    return value(key, times.issuedAt(context.now()), context).substring(head.start());
  }

  /** Returns the text before a token, and the token. */
  private String value(SigningKey key, long iat, IssueContext context) throws CredentialException {
    JsonBytes token = JwtCompact.begin(head.bytes(key, context), claims.expectedLength(), key);
    int end = token.length();
    claims.appendTo(token, iat, context, key);
    return JwtCompact.sign(key, token, head.start(), end);
  }

  @Override
  public boolean isRefusal(int status) {
    return refusals.contains(status);
  }

  @Override
  public Set<String> headerNames() {
    return Set.of(field.name);
  }

  /** Returns a text with the name of the header that the scheme sets. */
  @Override
  public String toString() {
    return "JWT in header " + field.name;
  }

  /**
   * Settings of a {@link JwtScheme}. Each may be set once: setting it again throws an {@link
   * IllegalArgumentException}. Not thread-safe.
   */
  public static final class Builder {
    private final JwtSettings settings;

    private Builder(Supplier<SigningKey> keys, boolean constantKey) {
      this.settings = new JwtSettings(keys, constantKey);
    }

    /** Sets the only algorithm whose keys may sign. */
    public Builder algorithm(SigningAlgorithm algorithm) {
      settings.algorithm(algorithm);
      return this;
    }

    /** Requires that the signing key has a key id. */
    public Builder requireKeyId() {
      settings.set("requireKeyId");
      return this;
    }

    /**
     * Sets the header in which the bare token is sent.
     *
     * @throws IllegalArgumentException if the name is invalid, or belongs to the HTTP client
     */
    public Builder header(String name) {
      settings.header(JwtField.of(name, null));
      return this;
    }

    /**
     * Sets the header in which the token is sent, as {@code format} returns it.
     *
     * @throws IllegalArgumentException if the name is invalid, or belongs to the HTTP client
     */
    public Builder header(String name, UnaryOperator<String> format) {
      settings.header(JwtField.of(name, requireNonNull(format, "format")));
      return this;
    }

    /** Sets the {@code iss} claim. */
    public Builder issuer(String issuer) {
      return claim("iss", issuer);
    }

    /** Sets the {@code sub} claim. */
    public Builder subject(String subject) {
      return claim("sub", subject);
    }

    /**
     * Sets the {@code aud} claim: a string if there is one audience, else an array (RFC 7519
     * §4.1.3). For an array of one, use {@code claim("aud", List.of(audience))}.
     *
     * @throws IllegalArgumentException if there is no audience
     */
    public Builder audience(String... audience) {
      return claim("aud", JwtSettings.audience(audience));
    }

    /**
     * Sets a constant claim: text, boolean, number, {@link Instant} (written as seconds, as in RFC
     * 7519), or a collection, array or map of these, nested at most 64 deep. The value is copied.
     *
     * @throws IllegalArgumentException if the value has no JSON form, or the claim is {@code iat}
     *     or {@code exp}, which {@link #lifetime} sets
     */
    public Builder claim(String name, Object value) {
      settings.claims.set(name, value);
      return this;
    }

    /**
     * Sets a claim that is computed for each token, from the request or as a nonce. The parts of
     * the request that the function reads decide which requests may share the token. It must not
     * block, and is called by several threads at a time. If its value is null, the token has no
     * such claim; if the value has no JSON form, issuing fails with a {@link CredentialException}.
     *
     * @throws IllegalArgumentException if the claim is {@code iat} or {@code exp}
     */
    public Builder claim(String name, ContextFunction value) {
      requireNonNull(value, () -> "Claim " + name);
      return claim(name, (context, key) -> value.compute(context));
    }

    /** Sets a claim as {@link #claim(String, ContextFunction)} does. */
    public Builder claim(String name, Function<IssueContext, ?> value) {
      requireNonNull(value, () -> "Claim " + name);
      return claim(name, (context, key) -> value.apply(context));
    }

    /**
     * Sets a claim that is computed from the request and the key that signs the token, such as the
     * key's fingerprint.
     *
     * @throws IllegalArgumentException if the claim is {@code iat} or {@code exp}
     */
    public Builder claim(String name, TokenFunction value) {
      settings.claims.compute(name, value);
      return this;
    }

    /**
     * Sets a field of the token's header (RFC 7515 §4), besides {@code alg} and {@code kid}, which
     * come from the key. {@code typ} is {@code JWT} unless set here; see {@link #withoutType}.
     *
     * @throws IllegalArgumentException if the value has no JSON form, or the field is {@code alg}
     *     or {@code kid}
     */
    public Builder headerField(String name, Object value) {
      settings.headerFields.set(name, value);
      return this;
    }

    /**
     * Sets a field of the token's header that is computed for each token, such as a nonce; see
     * {@link #claim(String, ContextFunction)}.
     */
    public Builder headerField(String name, ContextFunction value) {
      requireNonNull(value, () -> "Header field " + name);
      return headerField(name, (context, key) -> value.compute(context));
    }

    /** Sets a field as {@link #headerField(String, ContextFunction)} does. */
    public Builder headerField(String name, Function<IssueContext, ?> value) {
      requireNonNull(value, () -> "Header field " + name);
      return headerField(name, (context, key) -> value.apply(context));
    }

    /** Sets a field of the token's header that is computed with the key, such as {@code jwk}. */
    public Builder headerField(String name, TokenFunction value) {
      settings.headerFields.compute(name, value);
      return this;
    }

    /**
     * Sets the lifetime of a token: {@code exp} is {@code iat} plus this, in whole seconds.
     *
     * @throws IllegalArgumentException if it is less than a second, or more than 100 years
     */
    public Builder lifetime(Duration lifetime) {
      settings.lifetime(lifetime);
      return this;
    }

    /**
     * Omits the {@code exp} claim: a token is reused until a server refuses it, unless {@link
     * #reusedFor} is set.
     */
    public Builder withoutExpiry() {
      settings.set("withoutExpiry");
      return this;
    }

    /**
     * Sets how long a token is reused, if it has no {@code exp} or should be replaced before it
     * expires. It is renewed some time before, as it is before the end of a lifetime.
     *
     * @throws IllegalArgumentException if it is less than a second, or more than 100 years
     */
    public Builder reusedFor(Duration reuse) {
      settings.reusedFor(reuse);
      return this;
    }

    /**
     * Sets the minimum time between a token and its replacement, for vendors that refuse tokens
     * which are <a
     * href="https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns">renewed
     * too often</a>. A refusal does not shorten it: until it is over, callers get the server's
     * response. Only a token of another key, as after a rotation, replaces a refused one at once.
     *
     * <p>It is measured by the monotonic clock, for each cached credential; the first one is never
     * delayed, nor is one after {@link Keyring#forget}.
     *
     * @throws IllegalArgumentException if it is less than a second, or more than 100 years
     */
    public Builder notReplacedWithin(Duration leastAge) {
      settings.notReplacedWithin(leastAge);
      return this;
    }

    /** Omits the header field {@code typ}. */
    public Builder withoutType() {
      settings.set("withoutType");
      return this;
    }

    /** Omits the {@code iat} claim. */
    public Builder withoutIssuedAt() {
      settings.set("withoutIssuedAt");
      return this;
    }

    /**
     * Sets how far each token is dated back, for servers whose clocks are behind and that refuse an
     * {@code iat} in their future. {@code exp} moves with it.
     *
     * @throws IllegalArgumentException if it is negative, or more than 100 years
     */
    public Builder backdatedBy(Duration backdating) {
      settings.backdatedBy(backdating);
      return this;
    }

    /**
     * Issues a token for each request. Without computed claims, tokens of the same second are the
     * same bytes if their algorithm is deterministic (HS, RS or EdDSA), and are signed once.
     */
    public Builder perRequest() {
      settings.set("perRequest");
      return this;
    }

    /**
     * Sets the statuses that mean that a token was not accepted, instead of 401.
     *
     * @throws IllegalArgumentException if there is no status, or a status is not from 400 to 599
     */
    public Builder refusedWith(int... statuses) {
      settings.refusedWith(statuses);
      return this;
    }

    /**
     * Returns the scheme.
     *
     * @throws IllegalStateException if neither {@link #lifetime} nor {@link #withoutExpiry} was
     *     set, or settings contradict each other; the message names them
     * @throws IllegalArgumentException if {@link #algorithm} or {@link #requireKeyId} does not
     *     allow the key; a key from a supplier is checked at each issue
     */
    public JwtScheme build() {
      return new JwtScheme(settings, settings.times());
    }
  }
}
