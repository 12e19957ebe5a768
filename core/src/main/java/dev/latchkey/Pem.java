package dev.latchkey;

import java.security.PrivateKey;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys from PEM (<a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>). If a
 * text has none, the exception describes what it has instead, without showing any of it.
 */
final class Pem {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----");
  private static final String END = "-----END ";

  /** White space, and line breaks as escaped by shells and environment files. */
  private static final Pattern LINE_BREAKS = Pattern.compile("\\\\+[nr]|\\s");

  private static final String ENCRYPTED =
      "this private key is encrypted; pass its passphrase as char[], or decrypt it with: openssl"
          + " pkcs8 -topk8 -nocrypt";
  private static final String PUBLIC = "this is a public key; signing needs the private key";
  private static final String CERTIFICATE = "this is a certificate; signing needs the private key";

  /** The labels of keys that can be read. */
  private static final Set<String> KEYS =
      Set.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY");

  private Pem() {}

  /**
   * Returns the usable private key in a text: the first RSA key, because most vendors use RSA, else
   * the first EC or Ed25519 key. Keys of other algorithms and certificates are skipped; a damaged
   * key is an error.
   *
   * @param passphrase decrypts encrypted keys, which are skipped if it is null
   * @throws KeyFault if there is none; the message says what the text has instead
   */
  static PrivateKey privateKey(String text, char @Nullable [] passphrase) {
    if (KeyText.isJson(text)) {
      throw new KeyFault(KeyText.json(text));
    }
    Matcher begin = BEGIN.matcher(text);
    String fault = null;
    boolean privateKey = false;
    PrivateKey usable = null;
    while (begin.find()) {
      String label = begin.group(1);
      boolean holdsKey = KEYS.contains(label);
      byte[] der = holdsKey ? body(text, begin.end(), label, passphrase != null) : new byte[0];
      // By the content, not by the label: openssl reads any form under any of these labels.
      DerForm form = DerForm.of(der);
      if (form.kind() == DerKind.ENCRYPTED_KEY && passphrase != null) {
        der = EncryptedKey.decrypt(der, passphrase);
        form = DerForm.of(der);
      }
      String other = holdsKey ? faultOf(form) : faultOf(label);
      if (other == null) {
        PrivateKey key = DerKey.privateKey(form.kind(), der);
        if (key.getAlgorithm().equals("RSA")) {
          return key;
        }
        usable = usable == null ? key : usable;
        continue;
      }
      // An unusable private key is more informative than the certificate before it.
      if (fault == null || (!privateKey && label.endsWith("PRIVATE KEY"))) {
        fault = other;
        privateKey = label.endsWith("PRIVATE KEY");
      }
    }
    if (usable != null) {
      return usable;
    }
    throw new KeyFault(fault == null ? KeyText.withoutPem(text) : fault);
  }

  /** Returns what a block has instead of a readable private key, by its label. */
  private static String faultOf(String label) {
    if (label.endsWith("PUBLIC KEY")) {
      return PUBLIC;
    }
    if (label.contains("CERTIFICATE")) {
      return CERTIFICATE;
    }
    if (label.equals("EC PARAMETERS")) {
      return "this is the curve of an EC key; signing needs the private key";
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
    // The label is not shown: it may be part of a secret.
    return "this PEM holds no private key; there is no line -----BEGIN PRIVATE KEY-----";
  }

  private static @Nullable String faultOf(DerForm form) {
    return switch (form.kind()) {
      case RSA_PKCS8, EC_PKCS8, ED25519_PKCS8, PKCS1, SEC1, UNKNOWN -> null;
      case OTHER_KEY -> ofOther(form.algorithm());
      case ENCRYPTED_KEY -> ENCRYPTED;
      case PUBLIC_KEY -> PUBLIC;
      case CERTIFICATE -> CERTIFICATE;
      case PKCS12 -> "this is a PKCS#12 key store; convert it with: openssl pkcs12 -nodes -nocerts";
    };
  }

  private static String ofOther(String key) {
    return "this is "
        + key
        + "; use an RSA key, an EC key on P-256, P-384 or P-521, or an Ed25519 key";
  }

  private static byte[] body(String text, int start, String label, boolean withPassphrase) {
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
      // Encrypted by the header lines of RFC 1421, whose key derivation is broken.
      throw new KeyFault(withPassphrase ? EncryptedKey.UNSUPPORTED : ENCRYPTED);
    }
    try {
      return Base64.getDecoder().decode(LINE_BREAKS.matcher(body).replaceAll(""));
    } catch (IllegalArgumentException e) {
      // The decoder's message shows a character of the key.
      throw new KeyFault("the PEM is damaged: its body is not base64; get a new copy");
    }
  }
}
