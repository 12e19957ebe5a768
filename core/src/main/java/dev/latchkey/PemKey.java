package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Signs with private keys in PEM. */
final class PemKey {
  /** The source name of a text that is not from a file. */
  static final String TEXT = "PEM text";

  private PemKey() {}

  /**
   * Returns the material of the private key in a text, as {@link Pem#privateKey} finds it.
   *
   * @param source names the text in messages
   * @throws KeyFault if there is none
   */
  static KeyMaterial material(String source, String pem) {
    return material(source, pem, null);
  }

  /**
   * Returns the material of the key in a file, which may be encrypted.
   *
   * @param passphrase filled with zeros before this returns or throws
   * @throws IOException if the file cannot be read
   */
  static KeyMaterial decrypted(Path file, char[] passphrase) throws IOException {
    try {
      return decrypted("Key file " + file, KeyFileContent.read(file), passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /**
   * Returns the material of the key in a text, which may be encrypted.
   *
   * @param passphrase filled with zeros before this returns or throws
   */
  static KeyMaterial decrypted(String source, String pem, char[] passphrase) {
    try {
      if (isBlank(passphrase)) {
        throw new KeyFault(
            "The passphrase must not be empty, or filled with zeros as it is after use; pass a new"
                + " array for each key");
      }
      return material(source, pem, passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private static boolean isBlank(char[] passphrase) {
    for (char c : passphrase) {
      if (c != 0) {
        return false;
      }
    }
    return true;
  }

  private static KeyMaterial material(String source, String pem, char @Nullable [] passphrase) {
    requireNonNull(
        pem, "The PEM text must not be null; check that the variable that it is read from is set");
    try {
      PrivateKey key = Pem.privateKey(pem, passphrase);
      return PrivateKeys.material(PrivateKeys.algorithm(key), key);
    } catch (KeyFault e) {
      throw new KeyFault(source + ": " + e.words(), e);
    }
  }
}
