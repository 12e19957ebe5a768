package dev.latchkey.benchmarks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.util.Date;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The peers, each used as its own documentation shows, with everything prepared that it lets be
 * prepared. A token has a key id where a key pair signs it.
 */
@SuppressWarnings("JavaUtilDate") // two of the peers take nothing else
final class PeerSigners {
  private PeerSigners() {}

  /** Signs with java-jwt, which has neither PS nor EdDSA. */
  static TokenSigner javaJwt(String alg, Key key) {
    Algorithm algorithm =
        switch (alg) {
          case "HS256" -> Algorithm.HMAC256(key.getEncoded());
          case "HS384" -> Algorithm.HMAC384(key.getEncoded());
          case "HS512" -> Algorithm.HMAC512(key.getEncoded());
          case "RS256" -> Algorithm.RSA256(null, (RSAPrivateKey) key);
          case "RS384" -> Algorithm.RSA384(null, (RSAPrivateKey) key);
          case "RS512" -> Algorithm.RSA512(null, (RSAPrivateKey) key);
          case "ES256" -> Algorithm.ECDSA256(null, (ECPrivateKey) key);
          case "ES384" -> Algorithm.ECDSA384(null, (ECPrivateKey) key);
          case "ES512" -> Algorithm.ECDSA512(null, (ECPrivateKey) key);
          default -> throw new IllegalArgumentException(alg);
        };
    String keyId = keyId(key);
    return (path, exp) -> {
      var builder =
          JWT.create().withClaim("key", path).withExpiresAt(Instant.ofEpochSecond(exp.getAsLong()));
      return (keyId == null ? builder : builder.withKeyId(keyId)).sign(algorithm);
    };
  }

  @SuppressWarnings("unchecked") // each algorithm gets a key of its own kind
  static TokenSigner jjwt(String alg, Key key) {
    var algorithm = (SecureDigestAlgorithm<Key, ?>) Jwts.SIG.get().forKey(alg);
    String keyId = keyId(key);
    return (path, exp) ->
        Jwts.builder()
            .header()
            .type("JWT")
            .keyId(keyId)
            .and()
            .claim("key", path)
            .expiration(new Date(exp.getAsLong() * 1000))
            .signWith(key, algorithm)
            .compact();
  }

  /** Signs with Nimbus, which takes another library for EdDSA. */
  static TokenSigner nimbus(String alg, Key key) throws JOSEException {
    JWSSigner signer =
        key instanceof SecretKey secret
            ? new MACSigner(secret.getEncoded())
            : key instanceof RSAPrivateKey rsa
                ? new RSASSASigner(rsa)
                : new ECDSASigner((ECPrivateKey) key);
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(alg))
            .type(JOSEObjectType.JWT)
            .keyID(keyId(key))
            .build();
    return (path, exp) -> {
      JWTClaimsSet claims =
          new JWTClaimsSet.Builder()
              .claim("key", path)
              .expirationTime(new Date(exp.getAsLong() * 1000))
              .build();
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    };
  }

  private static @Nullable String keyId(Key key) {
    return key instanceof PrivateKey ? TokenSigner.KEY_ID : null;
  }
}
