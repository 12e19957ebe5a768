package dev.latchkey;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The curves of ECDSA in <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.4">JOSE</a>. */
enum EcCurve {
  P256("P-256", "secp256r1", "2a8648ce3d030107", SigningAlgorithm.ES256),
  P384("P-384", "secp384r1", "2b81040022", SigningAlgorithm.ES384),
  P521("P-521", "secp521r1", "2b81040023", SigningAlgorithm.ES512);

  final String joseName;
  final SigningAlgorithm algorithm;
  private final String platformName;
  private final String oid;

  EcCurve(String joseName, String platformName, String oid, SigningAlgorithm algorithm) {
    this.joseName = joseName;
    this.platformName = platformName;
    this.oid = oid;
    this.algorithm = algorithm;
  }

  static @Nullable EcCurve of(ECParameterSpec parameters) {
    for (EcCurve curve : values()) {
      ECParameterSpec known = curve.parameters();
      if (known.getCurve().equals(parameters.getCurve())
          && known.getGenerator().equals(parameters.getGenerator())) {
        return curve;
      }
    }
    return null;
  }

  static EcCurve of(SigningAlgorithm algorithm) {
    return Stream.of(values())
        .filter(curve -> curve.algorithm == algorithm)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(algorithm + " has no curve"));
  }

  /** Returns the curve of this name in a JWK. */
  static @Nullable EcCurve ofJoseName(@Nullable String name) {
    for (EcCurve curve : values()) {
      if (curve.joseName.equals(name)) {
        return curve;
      }
    }
    return null;
  }

  /** Returns the curve of an object identifier in DER, in hexadecimal digits. */
  static @Nullable EcCurve ofOid(String oid) {
    for (EcCurve curve : values()) {
      if (curve.oid.equals(oid)) {
        return curve;
      }
    }
    return null;
  }

  ECParameterSpec parameters() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(platformName));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + joseName, e);
    }
  }

  /** Returns the number of bytes of a coordinate, and of a private key. */
  int coordinateLength() {
    return algorithm.signatureLength() / 2;
  }
}
