package dev.latchkey;

import static java.util.Objects.requireNonNull;

/** Signs with keys that are elsewhere, such as in a key management service. */
final class RemoteKey {
  private RemoteKey() {}

  /**
   * Returns what signs with a key.
   *
   * @param signer may return ECDSA signatures in DER
   * @param identity is equal to itself only
   */
  static KeyMaterial material(SigningAlgorithm algorithm, KeySigner signer, Object identity) {
    requireNonNull(algorithm, "algorithm");
    return KeyMaterial.ofRemoteKey(
        algorithm,
        (array, from, to) -> JoseSignature.of(algorithm, signer.sign(array, from, to)),
        algorithm.signatureLength(),
        identity);
  }
}
