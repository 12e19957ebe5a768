package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.latchkey.ContextFunction;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * A part of the text that an {@link HmacSignature} signs or sends. Times and random values are the
 * same in all places of a request. Immutable and thread-safe.
 */
public final class SignaturePart {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  /** The time in seconds since 1970, by {@link IssueContext#now()}. */
  public static final SignaturePart EPOCH_SECONDS = computed(c -> c.now().getEpochSecond());

  /** The time in milliseconds since 1970. */
  public static final SignaturePart EPOCH_MILLIS = computed(c -> c.now().toEpochMilli());

  /** The time in the format {@code 2026-01-01T00:00:00.000Z}. */
  public static final SignaturePart ISO_MILLIS = computed(c -> MILLIS.format(c.now()));

  /** A random UUID, a new one for each request. */
  public static final SignaturePart RANDOM_ID = computed(c -> UUID.randomUUID());

  /** The method, such as {@code POST}. */
  public static final SignaturePart METHOD = computed(IssueContext::method);

  /**
   * The header {@code Host}: the host, and the port unless it is the default of the URI's scheme.
   */
  public static final SignaturePart HOST = header("Host");

  /** The path, percent-encoded as it is sent. */
  public static final SignaturePart PATH = computed(IssueContext::path);

  /**
   * The query as it is sent, without the question mark; empty if there is none. It includes the
   * parameters that {@link HmacSignature.Builder#query} adds.
   */
  public static final SignaturePart QUERY =
      new SignaturePart(false, in -> in.query().isEmpty() ? "" : in.query().substring(1));

  /** {@link #PATH} and, if there is a query, a question mark and {@link #QUERY}. */
  public static final SignaturePart PATH_AND_QUERY =
      new SignaturePart(false, in -> in.context.path() + in.query());

  /** The bytes of the body; see {@link IssueContext#body()}. */
  public static final SignaturePart BODY = computed(IssueContext::body);

  interface Source {
    Object value(SignatureInput in) throws IOException;
  }

  final boolean isSignature;
  final Source source;

  private SignaturePart(boolean isSignature, Source source) {
    this.isSignature = isSignature;
    this.source = source;
  }

  /**
   * Returns the signature of parts, one after the other, as bytes. Nothing is inserted between the
   * parts: if the vendor's text has no separator, {@code /a} with the body {@code b1} has the same
   * signature as {@code /ab} with the body {@code 1}, so do not let others choose where such a part
   * ends.
   */
  public static SignaturePart signature(SignaturePart... parts) {
    List<SignaturePart> all = List.of(parts);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing is signed; pass the parts to sign, in their order");
    }
    return new SignaturePart(true, in -> in.signer.sign(in.bytes(all)));
  }

  /** Returns the hexadecimal form of a part, in lower case. */
  public static SignaturePart hex(SignaturePart part) {
    return encoded(part, HexFormat.of()::formatHex);
  }

  /** Returns the base64 form of a part. */
  public static SignaturePart base64(SignaturePart part) {
    return encoded(part, Base64.getEncoder()::encodeToString);
  }

  /** Returns the base64url form of a part (RFC 4648 §5), padded. */
  public static SignaturePart base64Url(SignaturePart part) {
    return encoded(part, Base64.getUrlEncoder()::encodeToString);
  }

  private static SignaturePart encoded(SignaturePart part, Function<byte[], String> encoding) {
    return new SignaturePart(part.isSignature, in -> encoding.apply(in.bytes(List.of(part))));
  }

  /** Returns a constant text, in UTF-8. */
  public static SignaturePart text(String text) {
    requireNonNull(text, "text");
    return new SignaturePart(false, in -> text);
  }

  /** Returns the first value of a header that the caller set; empty if there is none. */
  public static SignaturePart header(String name) {
    requireNonNull(name, "name");
    return computed(context -> context.header(name).orElse(""));
  }

  /**
   * Returns the decoded value of the first field of that name in a body of {@code
   * application/x-www-form-urlencoded}. A request without that field fails with a {@link
   * CredentialException}.
   */
  public static SignaturePart formField(String name) {
    requireNonNull(name, "name");
    String missing = "The body has no form field " + name + ", which is signed; add it to the form";
    return computed(
        context ->
            FormFields.named(name, new String(context.body(), UTF_8))
                .filter(field -> field.length == 2)
                .findFirst()
                .map(field -> FormFields.decoded(field[1]))
                .orElseThrow(() -> new CredentialException(missing)));
  }

  /**
   * Returns the digest of parts, one after the other, as bytes.
   *
   * @param algorithm an algorithm of {@link MessageDigest}, such as {@code SHA-256}
   * @throws IllegalArgumentException if there is no such algorithm
   */
  public static SignaturePart digest(String algorithm, SignaturePart... parts) {
    digest(algorithm);
    List<SignaturePart> all = List.of(parts);
    return new SignaturePart(false, in -> digest(algorithm).digest(in.bytes(all)));
  }

  /**
   * Returns a part that is computed once for each request. The function returns a {@code byte[]},
   * or a value whose {@code toString} is the text, but not null. It must not block.
   */
  public static SignaturePart computed(ContextFunction function) {
    requireNonNull(function, "function");
    Object part = new Object();
    return new SignaturePart(false, in -> in.computed(part, function));
  }

  /** Returns the name of the type only, because the value may be a secret. */
  @Override
  public String toString() {
    return "SignaturePart";
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("There is no digest " + algorithm, e);
    }
  }
}
