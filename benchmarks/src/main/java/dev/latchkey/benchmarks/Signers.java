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
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The floors by nothing but the JDK, and the peers, each used as its own documentation shows, with
 * everything prepared that it lets be prepared. A token has a key id where a key pair signs it. For
 * one thread each, as a reused Mac is.
 */
@SuppressWarnings("JavaUtilDate") // two of the peers take nothing else
final class Signers {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private Signers() {}

  /** A new secret of 64 visible characters, which all the libraries take for each HMAC. */
  static String secret() {
    byte[] random = new byte[48];
    new SecureRandom().nextBytes(random);
    return BASE64URL.encodeToString(random);
  }

  /** The key of an HMAC. */
  static SecretKey key(String alg, String secret) {
    return new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), jdkName(alg));
  }

  /**
   * The floor: a Mac or Signature that is keyed once, a header that is encoded once, JSON put
   * together by hand.
   */
  static TokenSigner reused(String alg, Key key) throws GeneralSecurityException {
    if (!(key instanceof PrivateKey privateKey)) {
      return signer("{\"alg\":\"" + alg + "\",\"typ\":\"JWT\"}", mac(alg, key)::doFinal);
    }
    Signature signature = signature(alg);
    signature.initSign(privateKey);
    return signer(
        "{\"alg\":\"" + alg + "\",\"kid\":\"" + TokenSigner.KEY_ID + "\",\"typ\":\"JWT\"}",
        bytes -> {
          signature.update(bytes);
          return signature.sign();
        });
  }

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

  /** Returns a Signature by the algorithm, in the form that tokens have. */
  static Signature signature(String alg) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(jdkName(alg));
    if (alg.startsWith("PS")) {
      int bits = Integer.parseInt(alg.substring(2));
      String digest = "SHA-" + bits;
      signature.setParameter(
          new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), bits / 8, 1));
    }
    return signature;
  }

  static Mac mac(String alg, Key key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(jdkName(alg));
    mac.init(key);
    return mac;
  }

  private static String jdkName(String alg) {
    String bits = alg.substring(2);
    return switch (alg.substring(0, 2)) {
      case "HS" -> "HmacSHA" + bits;
      case "RS" -> "SHA" + bits + "withRSA";
      case "PS" -> "RSASSA-PSS";
      case "ES" -> "SHA" + bits + "withECDSAinP1363Format";
      case "Ed" -> "Ed25519";
      default -> throw new IllegalArgumentException(alg);
    };
  }

  private static TokenSigner signer(String header, RawSigner raw) {
    byte[] encoded = BASE64URL.encode(header.getBytes(StandardCharsets.US_ASCII));
    return (key, exp) -> token(encoded, key, exp.getAsLong(), raw);
  }

  private static String token(byte[] header, String key, long exp, RawSigner raw) throws Exception {
    String json = "{\"key\":\"" + key + "\",\"exp\":" + exp + "}";
    byte[] payload = BASE64URL.encode(json.getBytes(StandardCharsets.ISO_8859_1));
    byte[] signed = Arrays.copyOf(header, header.length + 1 + payload.length);
    signed[header.length] = '.';
    System.arraycopy(payload, 0, signed, header.length + 1, payload.length);
    byte[] signature = BASE64URL.encode(raw.sign(signed));
    byte[] token = Arrays.copyOf(signed, signed.length + 1 + signature.length);
    token[signed.length] = '.';
    System.arraycopy(signature, 0, token, signed.length + 1, signature.length);
    return new String(token, StandardCharsets.ISO_8859_1);
  }

  @FunctionalInterface
  private interface RawSigner {
    byte[] sign(byte[] bytes) throws Exception;
  }
}
