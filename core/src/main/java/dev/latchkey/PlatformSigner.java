package dev.latchkey;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/** Signs with the {@link Signature} of the Java platform. Safe for use by many threads. */
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
    int bits = algorithm.hashBits();
    return switch (algorithm.family()) {
      case RSA -> new PlatformSigner(key, "SHA" + bits + "withRSA", null);
      case RSA_PSS -> new PlatformSigner(key, "RSASSA-PSS", pss(bits));
      // The form of RFC 7518 §3.4: both numbers at full length, not DER.
      case ECDSA -> new PlatformSigner(key, "SHA" + bits + "withECDSAinP1363Format", null);
      case EDDSA -> new PlatformSigner(key, "Ed25519", null);
      case HMAC -> throw new IllegalArgumentException(algorithm + " has no private key");
    };
  }

  /** Returns what signs by ECDSA in the form of DER. */
  static PlatformSigner ofDer(SigningAlgorithm algorithm, PrivateKey key) {
    return new PlatformSigner(key, "SHA" + algorithm.hashBits() + "withECDSA", null);
  }

  private static PSSParameterSpec pss(int bits) {
    // The salt is as long as the hash, RFC 7518 §3.5.
    return new PSSParameterSpec(
        "SHA-" + bits,
        "MGF1",
        new MGF1ParameterSpec("SHA-" + bits),
        bits / 8,
        PSSParameterSpec.TRAILER_FIELD_BC);
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
