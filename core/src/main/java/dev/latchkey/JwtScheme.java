package dev.latchkey;

import static java.util.Objects.requireNonNull;

import dev.latchkey.Credential.Reuse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signs a JSON Web Token (<a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>) and puts
 * it in a header: by default {@code Authorization: Bearer <token>}.
 *
 * <pre>{@code
 * JwtScheme.signedWith(SigningKey.hs256(secret))
 *     .header("x-token")
 *     .issuer("me")
 *     .lifetime(Duration.ofMinutes(5))
 *     .build();
 * }</pre>
 *
 * <p>The token is reused until a moment before it expires, unless {@link Builder#perRequest()} is
 * said. Immutable and safe for use by many threads.
 */
public final class JwtScheme extends BuiltInScheme {
  /** How long the braces are, and {@code iat} and {@code exp} of ten digits each. */
  private static final int FRAME_LENGTH = 36;

  private final Supplier<SigningKey> keys;
  private final boolean keysAreAtHand;
  private final @Nullable String algorithm;
  private final boolean keyIdRequired;
  private final String header;
  private final @Nullable UnaryOperator<String> format;
  private final JwtHeader head;
  private final JwtMembers.Template claims;
  private final int payloadLength;
  private final @Nullable Duration lifetime;
  private final Duration backdating;
  private final boolean issuedAt;
  private final boolean perRequest;
  private final Set<Integer> refusals;

  private JwtScheme(Builder builder) {
    this.keys = builder.keys;
    this.keysAreAtHand = builder.keysAreAtHand;
    this.algorithm = builder.algorithm;
    this.keyIdRequired = builder.keyIdRequired;
    this.header = builder.header;
    this.format = builder.format;
    JwtMembers fields = builder.headerFields.copy();
    if (!fields.has("typ")) {
      fields.set("typ", "JWT");
    }
    this.head = new JwtHeader(builder.before, fields.template());
    this.claims = builder.claims.template();
    this.payloadLength = claims.expectedLength() + FRAME_LENGTH;
    this.lifetime = builder.lifetime;
    this.backdating = builder.backdating;
    this.issuedAt = builder.issuedAt;
    this.perRequest = builder.perRequest;
    this.refusals = builder.refusals;
  }

  /** Starts a scheme that signs with a key that stays. */
  public static Builder signedWith(SigningKey key) {
    requireNonNull(key, "key");
    return new Builder(() -> key, true);
  }

  /**
   * Starts a scheme that asks for the key whenever it signs, and after a refusal, so that a key can
   * be exchanged while the program runs. The supplier is called on the keyring's executor and may
   * block, unless it is a {@link KeyFile}.
   */
  public static Builder signedWith(Supplier<SigningKey> key) {
    return new Builder(requireNonNull(key, "key"), key instanceof KeyFile);
  }

  @Override
  public Credential issue(IssueContext context) throws CredentialException {
    SigningKey key = keys.get();
    String fault = fault(key);
    if (fault != null) {
      throw new CredentialException(fault);
    }
    long iat = context.now().minus(backdating).getEpochSecond();
    String value = key.sign(head.bytes(key, context), head.before.length(), payload(iat, context));
    return credential(value, iat, key);
  }

  private @Nullable String fault(@Nullable SigningKey key) {
    if (key == null) {
      return "The supplier of the signing key gave null";
    }
    if (algorithm != null && !algorithm.equals(key.algorithm())) {
      return "The key is for " + key.algorithm() + ", and this vendor takes " + algorithm + " only";
    }
    return keyIdRequired && key.keyId().isEmpty()
        ? "The key has no key id, which this vendor requires"
        : null;
  }

  private Credential credential(String value, long iat, SigningKey key) throws CredentialException {
    if (perRequest) {
      // Whole seconds and a deterministic signature: until the second ends, it would be these
      // bytes.
      return claims.isConstant() && head.isConstant()
          ? credential(
              value, Instant.ofEpochSecond(iat + 1).plus(backdating), Reuse.TO_THE_END, key)
          : credential(value, null, Reuse.NEVER, key);
    }
    Instant end = lifetime == null ? null : Instant.ofEpochSecond(iat).plus(lifetime);
    return credential(value, end, Reuse.AHEAD, key);
  }

  private Credential credential(String value, @Nullable Instant end, Reuse reuse, SigningKey key)
      throws CredentialException {
    if (format == null) {
      // Base64url and dots after text of ours: there is nothing to look for in it.
      return Credential.ofChecked(header, value, end, reuse, key);
    }
    String formatted = format.apply(value);
    if (formatted == null) {
      throw new CredentialException("the format of header " + header + " gave null");
    }
    try {
      HeaderFields.checkValue(header, formatted);
    } catch (IllegalArgumentException e) {
      // Its message shows no value.
      throw new CredentialException(String.valueOf(e.getMessage()), e);
    }
    return Credential.ofChecked(header, formatted, end, reuse, key);
  }

  private byte[] payload(long iat, IssueContext context) throws CredentialException {
    StringBuilder json = new StringBuilder(payloadLength).append('{');
    claims.appendTo(json, context);
    if (issuedAt) {
      separate(json).append("\"iat\":").append(iat);
    }
    if (lifetime != null) {
      separate(json).append("\"exp\":").append(iat + lifetime.toSeconds());
    }
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static StringBuilder separate(StringBuilder json) {
    return json.length() > 1 ? json.append(',') : json;
  }

  @Override
  public boolean isRefusal(int status) {
    return refusals.contains(status);
  }

  @Override
  public Set<String> headerNames() {
    return Set.of(header);
  }

  @Override
  boolean isImmediate() {
    return keysAreAtHand;
  }

  @Override
  @Nullable Object currentKey() {
    return keys.get();
  }

  @Override
  @Nullable String keyProblem() {
    return keys instanceof KeyFile file ? file.problem().orElse(null) : null;
  }

  /** The header that it sets. */
  @Override
  public String toString() {
    return "JWT in header " + header;
  }

  /** Settings of a {@link JwtScheme}. Not safe for use by many threads. */
  public static final class Builder {
    private final Supplier<SigningKey> keys;
    private final boolean keysAreAtHand;
    private final JwtMembers headerFields =
        new JwtMembers("Header field", Set.of("alg", "kid"), "comes with the SigningKey");
    private final JwtMembers claims =
        new JwtMembers("Claim", Set.of("iat", "exp"), "is set by lifetime(…)");
    private @Nullable String algorithm;
    private boolean keyIdRequired;
    private String header = "Authorization";
    private String before = "Bearer ";
    private @Nullable UnaryOperator<String> format;
    private @Nullable Duration lifetime;
    private boolean withoutExpiry;
    private Duration backdating = Duration.ZERO;
    private boolean issuedAt = true;
    private boolean perRequest;
    private Set<Integer> refusals = Set.of(401);

    private Builder(Supplier<SigningKey> keys, boolean keysAreAtHand) {
      this.keys = keys;
      this.keysAreAtHand = keysAreAtHand;
    }

    /** Only keys for this algorithm, {@code HS256} or {@code RS256}, may sign. */
    public Builder algorithm(String algorithm) {
      this.algorithm = requireNonNull(algorithm, "algorithm");
      return this;
    }

    /** Only keys with a key id may sign. */
    public Builder requireKeyId() {
      this.keyIdRequired = true;
      return this;
    }

    /** The bare token goes in this header. */
    public Builder header(String name) {
      this.header = HeaderFields.checkName(name);
      this.before = "";
      this.format = null;
      return this;
    }

    /** What {@code format} makes of the token goes in this header. */
    public Builder header(String name, UnaryOperator<String> format) {
      this.header = HeaderFields.checkName(name);
      this.before = "";
      this.format = requireNonNull(format, "format");
      return this;
    }

    /** The {@code iss} claim. */
    public Builder issuer(String issuer) {
      return claim("iss", issuer);
    }

    /** The {@code sub} claim. */
    public Builder subject(String subject) {
      return claim("sub", subject);
    }

    /**
     * The {@code aud} claim: of one audience a string, of several an array (RFC 7519 §4.1.3). For
     * an array of one, say {@code claim("aud", List.of(audience))}.
     */
    public Builder audience(String... audience) {
      if (audience.length == 0) {
        throw new IllegalArgumentException("audience needs at least one name");
      }
      return audience.length == 1 ? claim("aud", audience[0]) : claim("aud", List.of(audience));
    }

    /**
     * A claim that never changes: text, boolean, number, {@link Instant} (written as seconds, as
     * RFC 7519 has it), or a list or map of such.
     *
     * @throws IllegalArgumentException if the value has no JSON form, the claim is set already, or
     *     it is {@code iat} or {@code exp}, which {@link #lifetime} sets
     */
    public Builder claim(String name, Object value) {
      claims.set(name, value);
      return this;
    }

    /**
     * A claim that is computed for each token, from the request or as a nonce. What the function
     * reads of the request decides which requests may share the token. It must not block, and may
     * be called by many threads.
     *
     * @throws IllegalArgumentException if the claim is set already, or it is {@code iat} or {@code
     *     exp}
     */
    public Builder claim(String name, Function<IssueContext, ?> value) {
      claims.compute(name, value);
      return this;
    }

    /**
     * A field of the token's header (RFC 7515 §4) besides {@code alg} and {@code kid}, which come
     * with the key; {@code typ} is {@code JWT} unless set here.
     *
     * @throws IllegalArgumentException if the value has no JSON form, or the field is {@code alg}
     *     or {@code kid}, or set already
     */
    public Builder headerField(String name, Object value) {
      headerFields.set(name, value);
      return this;
    }

    /** A field of the token's header that is computed for each token, such as a nonce. */
    public Builder headerField(String name, Function<IssueContext, ?> value) {
      headerFields.compute(name, value);
      return this;
    }

    /**
     * How long a token is valid: {@code exp} is {@code iat} plus this, in whole seconds.
     *
     * @throws IllegalArgumentException if it is less than a second
     */
    public Builder lifetime(Duration lifetime) {
      if (lifetime.toSeconds() < 1) {
        throw new IllegalArgumentException("lifetime is at least one second, not " + lifetime);
      }
      this.lifetime = Duration.ofSeconds(lifetime.toSeconds());
      return this;
    }

    /** No {@code exp} claim: the token is reused until a server refuses it. */
    public Builder withoutExpiry() {
      this.withoutExpiry = true;
      return this;
    }

    /** No {@code iat} claim. */
    public Builder withoutIssuedAt() {
      this.issuedAt = false;
      return this;
    }

    /**
     * Dates each token back, for servers whose clocks are behind and that refuse an {@code iat} in
     * their future. {@code exp} moves with it.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder backdatedBy(Duration backdating) {
      if (backdating.isNegative()) {
        throw new IllegalArgumentException("backdatedBy is not negative, as " + backdating + " is");
      }
      this.backdating = backdating;
      return this;
    }

    /**
     * A token for each request. Without computed claims, those of one second are the same bytes,
     * which are then signed once.
     */
    public Builder perRequest() {
      this.perRequest = true;
      return this;
    }

    /** The statuses by which this vendor says that a token was not accepted, instead of 401. */
    public Builder refusedWith(int... statuses) {
      for (int status : statuses) {
        if (status < 400 || status > 599) {
          throw new IllegalArgumentException("refusedWith takes error statuses, not " + status);
        }
      }
      this.refusals = Arrays.stream(statuses).boxed().collect(Collectors.toUnmodifiableSet());
      return this;
    }

    /**
     * The scheme.
     *
     * @throws IllegalStateException if neither {@link #lifetime} nor {@link #withoutExpiry} was
     *     said, or both, or a token would be expired when it is made
     * @throws IllegalArgumentException if the key is none that {@link #algorithm} and {@link
     *     #requireKeyId} allow; a key that comes from a supplier is checked when it comes
     */
    public JwtScheme build() {
      if (lifetime == null && !withoutExpiry) {
        throw new IllegalStateException("lifetime is not set; say lifetime(…) or withoutExpiry()");
      }
      if (lifetime != null && withoutExpiry) {
        throw new IllegalStateException("lifetime(…) and withoutExpiry() exclude each other");
      }
      // In whole seconds, as the times in a token are: a part of one may cost a whole one.
      if (lifetime != null
          && backdating.plusNanos(999_999_999).toSeconds() >= lifetime.toSeconds()) {
        throw new IllegalStateException(
            "backdatedBy is not shorter than lifetime, counted in whole seconds");
      }
      JwtScheme scheme = new JwtScheme(this);
      String fault = keysAreAtHand ? scheme.fault(keys.get()) : null;
      if (fault != null) {
        throw new IllegalArgumentException(fault);
      }
      return scheme;
    }
  }
}
