package dev.latchkey;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/** Signs with the {@link Signature} of the Java platform. Thread-safe. */
final class PlatformSigner implements KeySigner {
  private final PrivateKey key;
  private final String name;
  private final @Nullable AlgorithmParameterSpec parameters;

  private PlatformSigner(PrivateKey key, String name, @Nullable AlgorithmParameterSpec parameters) {
    this.key = key;
    this.name = name;
    this.parameters = parameters;
  }

  static PlatformSigner of(SigningAlgorithm algorithm, PrivateKey key) {
    return new PlatformSigner(key, name(algorithm), parameters(algorithm));
  }

  private static String name(SigningAlgorithm algorithm) {
    int bits = algorithm.hashBits();
    return switch (algorithm.family()) {
      case RSA -> "SHA" + bits + "withRSA";
      case RSA_PSS -> "RSASSA-PSS";
      // The form of RFC 7518 §3.4: both numbers at full length, not DER.
      case ECDSA -> "SHA" + bits + "withECDSAinP1363Format";
      case EDDSA -> "Ed25519";
      case HMAC -> throw new IllegalArgumentException(algorithm + " has no private key");
    };
  }

  /** Returns a signer for ECDSA signatures in DER. */
  static PlatformSigner ofDer(SigningAlgorithm algorithm, PrivateKey key) {
    return new PlatformSigner(key, "SHA" + algorithm.hashBits() + "withECDSA", null);
  }

  private static @Nullable AlgorithmParameterSpec parameters(SigningAlgorithm algorithm) {
    if (algorithm.family() != SigningFamily.RSA_PSS) {
      return null;
    }
    int bits = algorithm.hashBits();
    // The salt is as long as the hash, RFC 7518 §3.5.
    return new PSSParameterSpec(
        "SHA-" + bits,
        "MGF1",
        new MGF1ParameterSpec("SHA-" + bits),
        bits / 8,
        PSSParameterSpec.TRAILER_FIELD_BC);
  }

  /** Returns whether a public key verifies a signature in the form of RFC 7518. */
  static boolean isVerified(
      SigningAlgorithm algorithm, PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(name(algorithm));
      verifier.initVerify(key);
      AlgorithmParameterSpec parameters = parameters(algorithm);
      if (parameters != null) {
        verifier.setParameter(parameters);
      }
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | ProviderException e) {
      return false;
    }
  }

  /**
   * @throws CredentialException if the provider of the key fails
   */
  @Override
  public byte[] sign(byte[] array, int from, int to) throws CredentialException {
    try {
      Signature signature = Signature.getInstance(name);
      // Before the parameters, since the key decides which provider signs.
      signature.initSign(key);
      if (parameters != null) {
        signature.setParameter(parameters);
      }
      signature.update(array, from, to - from);
      return signature.sign();
    } catch (GeneralSecurityException | ProviderException e) {
      throw new CredentialException("the key could not sign: " + e.getClass().getName(), e);
    }
  }
}
