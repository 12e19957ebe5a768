package dev.latchkey;

import static java.util.Objects.requireNonNull;

/** Signs with remote keys, such as those in a key management service. */
final class RemoteKey {
  private RemoteKey() {}

  /**
   * Returns the material of a key.
   *
   * @param signer may return ECDSA signatures in DER
   * @param identity an object that is equal only to itself
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
