package dev.latchkey.signatures;

import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Signs each request by <a href="https://www.rfc-editor.org/rfc/rfc9421">HTTP Message Signatures
 * (RFC 9421)</a>, in the headers {@code Signature-Input} and {@code Signature}.
 *
 * <pre>{@code
 * HttpSignature.signedWith(SigningKey.pem("my-key", Path.of("key.pem")))
 *     .components("@method", "@target-uri", "content-type", "content-digest")
 *     .build();
 * }</pre>
 *
 * <p>The key must be for {@code PS512}, {@code RS256}, {@code HS256}, {@code ES256}, {@code ES384}
 * or {@code EdDSA}. Immutable and thread-safe.
 */
public final class HttpSignature implements AuthScheme {
  private static final String DIGEST = "\"content-digest\"";

  private final Supplied<SigningKey> keys;
  private final String label;
  private final Map<String, HttpSignatureComponent> components;
  private final String covered;

  /** The parameters of signatures (RFC 9421 §2.3), as functions of a key and a time. */
  private final List<BiFunction<SigningKey, Long, String>> parameters;

  private HttpSignature(Builder builder) {
    this.keys = builder.keys;
    this.label = builder.label;
    this.components = new LinkedHashMap<>(builder.components);
    this.covered = "(" + String.join(" ", components.keySet()) + ")";
    this.parameters = List.copyOf(builder.parameters);
  }

  /**
   * Returns a builder of a scheme that signs with a constant key.
   *
   * @throws IllegalArgumentException if the key is for another algorithm, or its id is not ASCII
   */
  public static Builder signedWith(SigningKey key) {
    HttpSignatureKey.checked(key, IllegalArgumentException::new);
    return new Builder(new Supplied<>("the key", () -> key, key.mayBlock()));
  }

  /**
   * Returns a builder of a scheme that gets the key from a supplier whenever it signs, so that a
   * key can be rotated while the program runs. The supplier is called by several threads at a time,
   * and may block.
   */
  public static Builder signedWith(Supplier<SigningKey> key) {
    return new Builder(new Supplied<>("the key", requireNonNull(key, "key"), true));
  }

  /**
   * Returns the signature of a request, for that request only.
   *
   * @throws CredentialException if the request lacks a signed component, or the key is for another
   *     algorithm
   */
  @Override
  public Credential issue(IssueContext context) throws IOException {
    SigningKey key = HttpSignatureKey.checked(keys.get(), CredentialException::new);
    Credential credential = Credential.none();
    StringBuilder base = new StringBuilder(512);
    for (Map.Entry<String, HttpSignatureComponent> component : components.entrySet()) {
      String identifier = component.getKey();
      String value = component.getValue().value(context);
      if (!StructuredField.isPrintable(value.replace('\t', ' '))) {
        throw new CredentialException(identifier + " is signed and not ASCII; encode it");
      }
      base.append(identifier).append(": ").append(value).append('\n');
      if (identifier.equals(DIGEST)) {
        credential = credential.and("Content-Digest", value);
      }
    }
    long now = context.now().getEpochSecond();
    StringBuilder input = new StringBuilder(covered).append(";created=").append(now);
    key.keyId().ifPresent(id -> input.append(";keyid=").append(StructuredField.string(id)));
    parameters.forEach(parameter -> input.append(parameter.apply(key, now)));
    base.append("\"@signature-params\": ").append(input);
    byte[] signature = key.sign(base.toString().getBytes(StandardCharsets.US_ASCII));
    return credential
        .and("Signature-Input", label + "=" + input)
        .and("Signature", label + "=" + StructuredField.bytes(signature))
        .singleUse();
  }

  @Override
  public Set<String> headerNames() {
    return components.containsKey(DIGEST)
        ? Set.of("Signature-Input", "Signature", "Content-Digest")
        : Set.of("Signature-Input", "Signature");
  }

  @Override
  public boolean mayBlock() {
    return keys.mayBlock();
  }

  /** Returns a text with the label and the signed components. */
  @Override
  public String toString() {
    return "HTTP message signature " + label + '=' + covered;
  }

  /**
   * Settings of an {@link HttpSignature}. Each may be set once: setting it again throws an {@link
   * IllegalArgumentException}. Not thread-safe.
   */
  public static final class Builder {
    private final Supplied<SigningKey> keys;
    private final Set<String> set = new HashSet<>();
    private final Map<String, HttpSignatureComponent> components = new LinkedHashMap<>();
    private final List<BiFunction<SigningKey, Long, String>> parameters = new ArrayList<>();
    private String label = "sig1";

    private Builder(Supplied<SigningKey> keys) {
      this.keys = keys;
    }

    /**
     * Sets the components to sign, in this order, by the names of RFC 9421 §2: {@code @method},
     * {@code @target-uri}, {@code @authority}, {@code @scheme}, {@code @request-target}, {@code
     * @path}, {@code @query}, {@code @query-param;name="a"} (encoded as in URLs), and headers of
     * the request, such as {@code date}; parameters of headers ({@code sf}, {@code key}, {@code
     * bs}) are not supported. The header {@code content-digest} (<a
     * href="https://www.rfc-editor.org/rfc/rfc9530">RFC 9530</a>) is computed and sent. For a
     * request without a body, it is the digest of no bytes, so that no one can add a body.
     *
     * @throws IllegalArgumentException if requests have no such component, or a component is named
     *     twice
     */
    public Builder components(String... names) {
      set("components");
      for (String name : names) {
        String identifier = HttpSignatureComponent.identifier(name);
        if (components.put(identifier, HttpSignatureComponent.of(identifier)) != null) {
          throw new IllegalArgumentException(identifier + " is named twice; name it once");
        }
      }
      return this;
    }

    /** Sets the algorithm of {@code content-digest} to SHA-512 instead of SHA-256. */
    public Builder sha512() {
      set("sha512");
      return this;
    }

    /** Sets the label, a key of RFC 8941 §3.1.2; default: {@code sig1}. */
    public Builder label(String label) {
      set("label");
      if (!label.matches("[a-z*][a-z0-9_.*-]*")) {
        throw new IllegalArgumentException("label must be such as sig1, but was " + label);
      }
      this.label = label;
      return this;
    }

    /** Adds {@code expires}, in whole seconds after {@code created}. */
    public Builder expires(Duration lifetime) {
      long seconds = lifetime.toSeconds();
      if (seconds < 1 || seconds > 3_155_760_000L) {
        throw new IllegalArgumentException(
            "expires must be at least one second and at most 100 years, but was " + lifetime);
      }
      return parameter("expires", (key, now) -> ";expires=" + (now + seconds));
    }

    /** Adds {@code alg}, the name of the algorithm. */
    public Builder algorithm() {
      return parameter(
          "alg", (key, now) -> ";alg=" + StructuredField.string(HttpSignatureKey.algorithm(key)));
    }

    /** Adds a random {@code nonce}, a UUID. */
    public Builder nonce() {
      return nonce(() -> UUID.randomUUID().toString());
    }

    /** Adds a {@code nonce}. The supplier is called for each signature, and must not block. */
    public Builder nonce(Supplier<String> nonce) {
      requireNonNull(nonce, "nonce");
      return parameter("nonce", (key, now) -> ";nonce=" + StructuredField.string(nonce.get()));
    }

    /** Adds {@code tag}, the application of the signature, in printable ASCII. */
    public Builder tag(String tag) {
      String written = ";tag=" + StructuredField.string(tag);
      return parameter("tag", (key, now) -> written);
    }

    /**
     * Returns the scheme.
     *
     * @throws IllegalStateException if {@link #components} is not set, or {@link #sha512} is set
     *     but {@code content-digest} is not a component
     */
    public HttpSignature build() {
      if (components.isEmpty()) {
        throw new IllegalStateException(
            "components is not set; name what is signed, such as @method and @target-uri");
      }
      if (set.contains("sha512")
          && components.replace(DIGEST, HttpSignatureComponent.digest("sha-512")) == null) {
        throw new IllegalStateException(
            "sha512 is set, but content-digest is not signed; name it in components");
      }
      return new HttpSignature(this);
    }

    private Builder parameter(String name, BiFunction<SigningKey, Long, String> parameter) {
      set(name);
      parameters.add(parameter);
      return this;
    }

    private void set(String setting) {
      if (!set.add(setting)) {
        throw new IllegalArgumentException(setting + " must be set only once, but was set twice");
      }
    }
  }
}
