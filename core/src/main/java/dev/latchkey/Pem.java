package dev.latchkey;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads RSA private keys from PEM (<a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>).
 * Where a text holds none, tells what it holds instead, never showing any of it.
 */
final class Pem {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----");
  private static final String END = "-----END ";

  /** White space, and line breaks as shells and environment files escape them. */
  private static final Pattern LINE_BREAKS = Pattern.compile("\\\\+[nr]|\\s");

  private static final String ENCRYPTED =
      "this private key is encrypted; decrypt it with: openssl pkcs8 -topk8 -nocrypt";
  private static final String PUBLIC = "this is a public key; signing needs the private key";
  private static final String CERTIFICATE = "this is a certificate; signing needs the private key";
  private static final String DAMAGED = "the PEM is damaged, or holds no RSA key; get it anew";

  /** SEQUENCE { OID rsaEncryption, NULL }, the AlgorithmIdentifier of RFC 8017 §A.1. */
  private static final byte[] RSA_ENCRYPTION =
      new BigInteger("300d06092a864886f70d0101010500", 16).toByteArray();

  private Pem() {}

  /**
   * Returns the first RSA private key of a text. Keys of other algorithms and certificates are
   * passed over; a damaged RSA key is not.
   *
   * @throws KeyFault if there is none; the message says what there is instead
   */
  static RSAPrivateKey rsaPrivateKey(String text) {
    if (KeyText.isJson(text)) {
      throw new KeyFault(KeyText.json(text));
    }
    Matcher begin = BEGIN.matcher(text);
    String fault = null;
    boolean privateKey = false;
    while (begin.find()) {
      String label = begin.group(1);
      boolean holdsKey = label.equals("PRIVATE KEY") || label.equals("RSA PRIVATE KEY");
      byte[] der = holdsKey ? body(text, begin.end(), label) : new byte[0];
      String other = holdsKey ? faultOf(DerForm.of(der)) : faultOf(label);
      if (other == null) {
        return rsaPrivateKey(der);
      }
      // A private key that cannot be used says more than the certificate before it.
      if (fault == null || (!privateKey && label.endsWith("PRIVATE KEY"))) {
        fault = other;
        privateKey = label.endsWith("PRIVATE KEY");
      }
    }
    throw new KeyFault(fault == null ? KeyText.withoutPem(text) : fault);
  }

  /** Returns what a block holds instead of a private key that can be read, by its label. */
  private static String faultOf(String label) {
    if (label.equals("ENCRYPTED PRIVATE KEY")) {
      return ENCRYPTED;
    }
    if (label.endsWith("PUBLIC KEY")) {
      return PUBLIC;
    }
    if (label.contains("CERTIFICATE")) {
      return CERTIFICATE;
    }
    if (label.equals("EC PRIVATE KEY") || label.equals("EC PARAMETERS")) {
      return ofOther("an EC key");
    }
    if (label.equals("DSA PRIVATE KEY")) {
      return ofOther("a DSA key");
    }
    if (label.equals("OPENSSH PRIVATE KEY")) {
      return "this is an OpenSSH key; convert it with: ssh-keygen -p -m PKCS8";
    }
    if (label.startsWith("PGP ")) {
      return "this is a PGP key; create an RSA key with: openssl genrsa 2048";
    }
    // The label is not repeated: what stands there may be part of a secret.
    return "this PEM holds no private key; there is no line -----BEGIN PRIVATE KEY-----";
  }

  private static @Nullable String faultOf(DerForm form) {
    return switch (form.kind()) {
      case PKCS8, PKCS1, UNKNOWN -> null;
      case OTHER_KEY -> ofOther(form.algorithm());
      case ENCRYPTED_KEY -> ENCRYPTED;
      case PUBLIC_KEY -> PUBLIC;
      case CERTIFICATE -> CERTIFICATE;
      case PKCS12 -> "this is a PKCS#12 key store; convert it with: openssl pkcs12 -nodes -nocerts";
    };
  }

  private static String ofOther(String key) {
    return "this is " + key + ", and RS256 needs an RSA key; create one with: openssl genrsa 2048";
  }

  private static byte[] body(String text, int start, String label) {
    int end = text.indexOf(END, start);
    int next = text.indexOf("-----BEGIN ", start);
    if (end < 0 || (next >= 0 && next < end) || text.indexOf("-----", end + END.length()) < 0) {
      throw new KeyFault("the PEM is cut short: there is no -----END line");
    }
    if (!text.startsWith(label + "-----", end + END.length())) {
      throw new KeyFault(
          "the PEM is damaged: the lines -----BEGIN and -----END have different labels; make the"
              + " second like the first");
    }
    String body = text.substring(start, end);
    if (body.contains("ENCRYPTED")) {
      throw new KeyFault(ENCRYPTED);
    }
    try {
      return Base64.getDecoder().decode(LINE_BREAKS.matcher(body).replaceAll(""));
    } catch (IllegalArgumentException e) {
      // The decoder's message shows a character of the key.
      throw new KeyFault("the PEM is damaged: its body is not base64; get it anew");
    }
  }

  private static RSAPrivateKey rsaPrivateKey(byte[] der) {
    // By what is inside, not by the label: openssl reads either form under either label.
    byte[] pkcs8 = DerForm.of(der).kind() == DerForm.Kind.PKCS1 ? toPkcs8(der) : der;
    try {
      return (RSAPrivateKey)
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (InvalidKeySpecException | ClassCastException e) {
      throw new KeyFault(DAMAGED);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no RSA", e);
    }
  }

  /** Wraps a key of RFC 8017 §A.1.2 into a PrivateKeyInfo of RFC 5208 §5, which the JDK reads. */
  private static byte[] toPkcs8(byte[] pkcs1) {
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    info.writeBytes(new byte[] {2, 1, 0});
    info.writeBytes(RSA_ENCRYPTION);
    info.writeBytes(der(0x04, pkcs1));
    return der(0x30, info.toByteArray());
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int zeros = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - zeros));
      out.write(length, zeros, length.length - zeros);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
