package dev.latchkey;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Converts signatures that were made elsewhere to the form of RFC 7518. */
final class JoseSignature {
  private static final int LEAST_RSA_LENGTH = 256;

  private JoseSignature() {}

  /**
   * Returns a signature in the form of RFC 7518. ECDSA in DER, as many devices and services return
   * it, is converted.
   *
   * @throws CredentialException if it cannot be a signature of this algorithm
   */
  static byte[] of(SigningAlgorithm algorithm, byte @Nullable [] signature)
      throws CredentialException {
    if (signature == null) {
      throw new CredentialException("the signer of the key returned null");
    }
    int length = algorithm.signatureLength();
    if (signature.length == length || (length == 0 && signature.length >= LEAST_RSA_LENGTH)) {
      return signature;
    }
    byte[] converted = algorithm.family() == SigningFamily.ECDSA ? ofDer(signature, length) : null;
    if (converted == null) {
      throw new CredentialException(
          "the signer of the key returned "
              + signature.length
              + " bytes, which is no signature of "
              + algorithm);
    }
    return converted;
  }

  /**
   * Converts SEQUENCE { INTEGER r, INTEGER s } of RFC 3279 §2.2.3; returns null if it is another
   * structure.
   */
  private static byte @Nullable [] ofDer(byte[] der, int length) {
    try {
      ByteBuffer all = ByteBuffer.wrap(der);
      ByteBuffer numbers = Der.enter(all, Der.SEQUENCE);
      byte[] r = Der.bytes(numbers, Der.INTEGER);
      byte[] s = Der.bytes(numbers, Der.INTEGER);
      byte[] signature = new byte[length];
      boolean fits =
          !all.hasRemaining()
              && !numbers.hasRemaining()
              && put(r, signature, length / 2)
              && put(s, signature, length);
      return fits ? signature : null;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Writes a number so that it ends at {@code end}; returns false if it is longer than half of the
   * signature.
   */
  private static boolean put(byte[] number, byte[] signature, int end) {
    int zeros = 0;
    while (zeros < number.length && number[zeros] == 0) {
      zeros++;
    }
    byte[] digits = Arrays.copyOfRange(number, zeros, number.length);
    if (digits.length > signature.length / 2) {
      return false;
    }
    System.arraycopy(digits, 0, signature, end - digits.length, digits.length);
    return true;
  }
}
