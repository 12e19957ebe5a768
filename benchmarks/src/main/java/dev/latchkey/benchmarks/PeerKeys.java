package dev.latchkey.benchmarks;

import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import io.fusionauth.jwt.Signer;
import io.fusionauth.jwt.ec.ECSigner;
import io.fusionauth.jwt.rsa.RSASigner;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.function.UnaryOperator;

/** The private key of a key pair, as the peers take it. */
final class PeerKeys {
  private PeerKeys() {}

  /** RS and ES; java-jwt has neither PS nor EdDSA. */
  static Algorithm javaJwt(String alg, PrivateKey key) {
    return switch (alg) {
      case "RS256" -> Algorithm.RSA256(null, (RSAPrivateKey) key);
      case "RS384" -> Algorithm.RSA384(null, (RSAPrivateKey) key);
      case "RS512" -> Algorithm.RSA512(null, (RSAPrivateKey) key);
      case "ES256" -> Algorithm.ECDSA256(null, (ECPrivateKey) key);
      case "ES384" -> Algorithm.ECDSA384(null, (ECPrivateKey) key);
      case "ES512" -> Algorithm.ECDSA512(null, (ECPrivateKey) key);
      default -> throw new IllegalArgumentException(alg);
    };
  }

  static UnaryOperator<JwtBuilder> jjwt(String alg, PrivateKey key) {
    SignatureAlgorithm algorithm = (SignatureAlgorithm) Jwts.SIG.get().forKey(alg);
    return builder -> builder.signWith(key, algorithm);
  }

  /** RS, PS and ES; for EdDSA Nimbus takes another library. */
  static JWSSigner nimbus(PrivateKey key) throws JOSEException {
    return key instanceof RSAPrivateKey
        ? new RSASSASigner(key)
        : new ECDSASigner((ECPrivateKey) key);
  }

  static Signer fusionauth(PrivateKey key) {
    return key instanceof RSAPrivateKey
        ? RSASigner.newSHA256Signer(key, SigningWork.KEY_ID)
        : ECSigner.newSHA256Signer(key, SigningWork.KEY_ID);
  }
}
