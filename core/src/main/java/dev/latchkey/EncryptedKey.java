package dev.latchkey;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts the EncryptedPrivateKeyInfo of <a
 * href="https://www.rfc-editor.org/rfc/rfc5958#section-3">RFC 5958 §3</a> by PBES2 with PBKDF2 (<a
 * href="https://www.rfc-editor.org/rfc/rfc8018#section-6.2">RFC 8018 §6.2</a>).
 *
 * <p>The JDK's {@code EncryptedPrivateKeyInfo} is not used: its PBES2 supports neither Triple DES,
 * which Snowflake's guide uses, nor AES-192.
 */
final class EncryptedKey {
  static final String UNSUPPORTED =
      "this private key is encrypted in a way that is not supported; convert it with: openssl pkcs8"
          + " -topk8 -v2 aes256";

  private static final String PBES2 = "2a864886f70d01050d";
  private static final String PBKDF2 = "2a864886f70d01050c";

  /** With more, a file could keep a program from starting; openssl uses 2,048. */
  private static final int MAXIMUM_ITERATIONS = 10_000_000;

  private static final Map<String, String> HASHES =
      Map.of(
          "2a864886f70d0207", "SHA1",
          "2a864886f70d0208", "SHA224",
          "2a864886f70d0209", "SHA256",
          "2a864886f70d020a", "SHA384",
          "2a864886f70d020b", "SHA512");

  /** By object identifier: the algorithm of the key, and its bits. */
  private static final Map<String, Map.Entry<String, Integer>> CIPHERS =
      Map.of(
          "60864801650304" + "0102",
          Map.entry("AES", 128),
          "60864801650304" + "0116",
          Map.entry("AES", 192),
          "60864801650304" + "012a",
          Map.entry("AES", 256),
          "2a864886f70d0307",
          Map.entry("DESede", 192));

  private EncryptedKey() {}

  /**
   * Returns the decrypted PrivateKeyInfo.
   *
   * @throws KeyFault if the passphrase is wrong, or the key is encrypted in another way
   */
  static byte[] decrypt(byte[] der, char[] passphrase) {
    try {
      ByteBuffer info = Der.enter(ByteBuffer.wrap(der), Der.SEQUENCE);
      ByteBuffer scheme = Der.enter(info, Der.SEQUENCE);
      byte[] encrypted = Der.bytes(info, Der.OCTET_STRING);
      if (!Der.oid(scheme).equals(PBES2)) {
        throw unsupported();
      }
      ByteBuffer parameters = Der.enter(scheme, Der.SEQUENCE);
      ByteBuffer derivation = Der.enter(parameters, Der.SEQUENCE);
      ByteBuffer cipher = Der.enter(parameters, Der.SEQUENCE);
      if (!Der.oid(derivation).equals(PBKDF2)) {
        throw unsupported();
      }
      return decrypt(encrypted, cipher, Der.enter(derivation, Der.SEQUENCE), passphrase);
    } catch (KeyFault e) {
      throw e;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new KeyFault("the PEM is damaged; get a new copy");
    }
  }

  private static byte[] decrypt(
      byte[] encrypted, ByteBuffer cipher, ByteBuffer derivation, char[] passphrase) {
    Map.Entry<String, Integer> algorithm = CIPHERS.get(Der.oid(cipher));
    byte[] iv = Der.tag(cipher) == Der.OCTET_STRING ? Der.bytes(cipher, Der.OCTET_STRING) : null;
    if (algorithm == null || iv == null) {
      throw unsupported();
    }
    byte[] key = key(derivation, algorithm.getValue(), passphrase);
    try {
      Cipher decrypter = Cipher.getInstance(algorithm.getKey() + "/CBC/PKCS5Padding");
      decrypter.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm.getKey()), new IvParameterSpec(iv));
      byte[] decrypted = decrypter.doFinal(encrypted);
      // One wrong passphrase in 256 gives a valid padding.
      if (DerForm.of(decrypted).kind() == DerKind.UNKNOWN) {
        throw wrongPassphrase();
      }
      return decrypted;
    } catch (GeneralSecurityException e) {
      throw wrongPassphrase();
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Derives the key according to the PBKDF2-params of RFC 8018 §A.2. */
  private static byte[] key(ByteBuffer parameters, int bits, char[] passphrase) {
    byte[] salt = Der.bytes(parameters, Der.OCTET_STRING);
    int iterations = number(parameters);
    if (Der.tag(parameters) == Der.INTEGER && number(parameters) * 8 != bits) {
      throw unsupported();
    }
    String hash = hash(parameters);
    if (hash == null || iterations < 1 || iterations > MAXIMUM_ITERATIONS) {
      throw unsupported();
    }
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, bits);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash)
          .generateSecret(spec)
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no PBKDF2 with " + hash, e);
    } finally {
      spec.clearPassword();
    }
  }

  private static @Nullable String hash(ByteBuffer parameters) {
    return parameters.hasRemaining()
        ? HASHES.get(Der.oid(Der.enter(parameters, Der.SEQUENCE)))
        : "SHA1";
  }

  private static int number(ByteBuffer der) {
    byte[] number = Der.bytes(der, Der.INTEGER);
    if (number.length == 0 || number.length > 4) {
      throw unsupported();
    }
    int value = 0;
    for (byte each : number) {
      value = value << 8 | (each & 0xff);
    }
    return value;
  }

  private static KeyFault wrongPassphrase() {
    return new KeyFault("the passphrase is wrong, or the PEM is damaged");
  }

  private static KeyFault unsupported() {
    return new KeyFault(UNSUPPORTED);
  }
}
