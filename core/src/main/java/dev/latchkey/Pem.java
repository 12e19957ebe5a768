package dev.latchkey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads RSA private keys from PEM (<a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>)
 * and tells what a text holds where it holds no such key, never showing any of it.
 */
final class Pem {
  private static final String SUFFIX = ".pem";
  // Larger than any key; keeps a mistaken path from filling the memory.
  private static final long MOST_BYTES = 1 << 20;
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
  private static final String DECRYPT = "decrypt it with: openssl pkcs8 -topk8 -nocrypt";

  /** SEQUENCE { OID rsaEncryption, NULL }, the AlgorithmIdentifier of RFC 8017 §A.1. */
  private static final byte[] RSA_ENCRYPTION =
      new BigInteger("300d06092a864886f70d0101010500", 16).toByteArray();

  private Pem() {}

  static String keyId(Path file) {
    Path name = file.getFileName();
    String text = name == null ? "" : name.toString();
    if (!text.endsWith(SUFFIX) || text.length() == SUFFIX.length()) {
      throw new IllegalArgumentException(
          "Key file " + file + " is not named <key id>.pem; give the key id as well");
    }
    return text.substring(0, text.length() - SUFFIX.length());
  }

  static String read(Path file) throws IOException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalArgumentException("Key file " + file + " is too large to be a PEM key");
      }
      // A stream, unlike a channel, is read to its end also by a thread that is interrupted.
      try (InputStream in = Files.newInputStream(file)) {
        // ISO 8859-1 takes any bytes, so that a binary file is told as "not PEM".
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      }
    } catch (NoSuchFileException e) {
      throw new IOException("Key file " + file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException("Key file " + file + " may not be read by this user", e);
    } catch (IOException e) {
      throw new IOException("Key file " + file + " cannot be read: " + e.getClass().getName(), e);
    }
  }

  static RSAPrivateKey rsaPrivateKey(String text) {
    Matcher begin = BEGIN.matcher(text);
    String fault = "this is not PEM: there is no line -----BEGIN PRIVATE KEY-----";
    for (boolean first = true; begin.find(); first = false) {
      String label = begin.group(1);
      if (label.equals("PRIVATE KEY")) {
        return fromPkcs8(body(text, begin.end(), label));
      }
      if (label.equals("RSA PRIVATE KEY")) {
        return fromPkcs8(toPkcs8(body(text, begin.end(), label)));
      }
      if (first) {
        fault = faultOf(label);
      }
    }
    throw new IllegalArgumentException(fault);
  }

  private static String faultOf(String label) {
    if (label.equals("ENCRYPTED PRIVATE KEY")) {
      return "this private key is encrypted; " + DECRYPT;
    }
    if (label.endsWith("PUBLIC KEY")) {
      return "this is a public key; signing needs the private key";
    }
    if (label.contains("CERTIFICATE")) {
      return "this is a certificate; signing needs the private key";
    }
    if (label.startsWith("EC P")) {
      return "this is an EC key, and RS256 needs an RSA key";
    }
    if (label.equals("OPENSSH PRIVATE KEY")) {
      return "this is an OpenSSH key; convert it with: ssh-keygen -p -m PKCS8";
    }
    return "this PEM holds a " + label + ", and RS256 needs a PRIVATE KEY";
  }

  private static byte[] body(String text, int start, String label) {
    int end = text.indexOf("-----END " + label + "-----", start);
    if (end < 0) {
      throw new IllegalArgumentException("the PEM is cut short: there is no -----END line");
    }
    String body = text.substring(start, end);
    if (body.contains("ENCRYPTED")) {
      throw new IllegalArgumentException("this private key is encrypted; " + DECRYPT);
    }
    try {
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      // The decoder's message shows a character of the key.
      throw new IllegalArgumentException("the PEM is damaged: its body is not base64");
    }
  }

  private static RSAPrivateKey fromPkcs8(byte[] der) {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    try {
      return (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (InvalidKeySpecException | ClassCastException e) {
      throw new IllegalArgumentException(
          isEc(spec)
              ? "this is an EC key, and RS256 needs an RSA key"
              : "the PEM is damaged, or holds no RSA key");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no RSA", e);
    }
  }

  private static boolean isEc(PKCS8EncodedKeySpec spec) {
    try {
      KeyFactory.getInstance("EC").generatePrivate(spec);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
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
