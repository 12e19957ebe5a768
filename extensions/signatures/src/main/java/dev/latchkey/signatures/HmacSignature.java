package dev.latchkey.signatures;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs each request with a shared secret (<a href="https://www.rfc-editor.org/rfc/rfc2104">RFC
 * 2104</a>), over a template of {@linkplain SignaturePart parts}:
 *
 * <pre>{@code
 * HmacSignature.signedWith(SigningKey.hs256(secret))
 *     .header("X-Timestamp", EPOCH_MILLIS)
 *     .header("X-Signature", hex(signature(EPOCH_MILLIS, METHOD, PATH_AND_QUERY, BODY)))
 *     .build();
 * }</pre>
 *
 * <p>Each credential is for one request. Immutable and thread-safe.
 */
public final class HmacSignature implements AuthScheme {
  /** A header or a query parameter, and the parts of its value. */
  private record Field(String name, boolean isHeader, List<SignaturePart> value) {
    Credential addTo(Credential credential, String text) {
      return isHeader ? credential.and(name, text) : credential.andQuery(name, text);
    }

    boolean isSigned() {
      return value.stream().anyMatch(part -> part.isSignature);
    }
  }

  private final SigningKey.Signer signer;
  private final List<Field> fields;
  private final Credential names;
  private final boolean mayBlock;

  private HmacSignature(Builder builder) {
    // Signatures are last, after headers, whose parts may come from the query.
    this.fields =
        builder.fields.stream()
            .sorted(comparing(Field::isSigned).thenComparing(f -> f.isSigned() || f.isHeader()))
            .toList();
    this.signer = builder.signer;
    this.names = builder.names;
    this.mayBlock = builder.mayBlock;
  }

  /**
   * Returns a builder of a signature by HMAC with SHA-2, of a key such as {@link
   * SigningKey#hs256(String)}. Keys of other kinds work too, for vendors that use Ed25519 or RSA
   * over the same text.
   */
  public static Builder signedWith(SigningKey key) {
    return new Builder(requireNonNull(key, "key")::sign, key.mayBlock());
  }

  /**
   * Returns a builder of a signature whose key comes from a supplier each time, so that it can be
   * rotated. Supplier and key may block: they are called on the keyring's executor.
   */
  public static Builder signedWith(Supplier<SigningKey> key) {
    Supplied<SigningKey> keys = new Supplied<>("the key", requireNonNull(key, "key"), true);
    return new Builder(message -> keys.get().sign(message), true);
  }

  /**
   * Returns a builder of a signature by HMAC with SHA-1, for vendors that still require it; the
   * secret is copied.
   *
   * @throws IllegalArgumentException if the secret is empty
   */
  public static Builder sha1(byte[] secret) {
    SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA1");
    return new Builder(message -> sha1(key, message), false);
  }

  private static byte[] sha1(SecretKeySpec key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC with SHA-1 is not available", e);
    }
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    SignatureInput in = new SignatureInput(context, signer);
    for (Field field : fields) {
      in.credential = field.addTo(in.credential, in.text(field.name(), field.value()));
    }
    return in.credential.singleUse();
  }

  @Override
  public Set<String> headerNames() {
    return names.headers().keySet();
  }

  @Override
  public boolean mayBlock() {
    return mayBlock;
  }

  /** Returns a text with the names of its headers and query parameters. */
  @Override
  public String toString() {
    return "HMAC signature in headers " + headerNames() + " and query " + names.query().keySet();
  }

  /** Settings of an {@link HmacSignature}. Not thread-safe. */
  public static final class Builder {
    private final SigningKey.Signer signer;
    private final boolean mayBlock;
    private final List<Field> fields = new ArrayList<>();
    private Credential names = Credential.none();

    private Builder(SigningKey.Signer signer, boolean mayBlock) {
      this.signer = signer;
      this.mayBlock = mayBlock;
    }

    /**
     * Adds a header whose value consists of these parts, one after the other.
     *
     * @throws IllegalArgumentException if it is already set, or {@link Credential#of} rejects its
     *     name
     */
    public Builder header(String name, SignaturePart... value) {
      return add(new Field(name, true, List.of(value)));
    }

    /**
     * Adds a query parameter whose value consists of these parts, one after the other. Parameters
     * with a signature are sent last, and sign the others as part of the {@linkplain
     * SignaturePart#QUERY query}.
     *
     * @throws IllegalArgumentException if it is already set, or {@link Credential#query} rejects
     *     its name
     */
    public Builder query(String name, SignaturePart... value) {
      return add(new Field(name, false, List.of(value)));
    }

    private Builder add(Field field) {
      names = field.addTo(names, "-");
      fields.add(field);
      return this;
    }

    /**
     * Returns the scheme.
     *
     * @throws IllegalStateException if no header and no query parameter has a signature
     */
    public HmacSignature build() {
      if (fields.stream().noneMatch(Field::isSigned)) {
        throw new IllegalStateException(
            "Nothing is signed; add a header or query parameter with hex(signature(…))");
      }
      return new HmacSignature(this);
    }
  }
}
