package dev.latchkey.benchmarks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.fusionauth.jwt.JWTEncoder;
import io.fusionauth.jwt.Signer;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;

/**
 * The peers, each used as its own documentation shows, with everything prepared that it lets be
 * prepared.
 */
@SuppressWarnings("JavaUtilDate") // two of the peers take nothing else
final class PeerSigners {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private PeerSigners() {}

  /** java-jwt as it is used. */
  static TokenSigner javaJwt(Algorithm algorithm, @Nullable String keyId) {
    return (key, exp) -> {
      var builder =
          JWT.create().withClaim("key", key).withExpiresAt(Instant.ofEpochSecond(exp.getAsLong()));
      return (keyId == null ? builder : builder.withKeyId(keyId)).sign(algorithm);
    };
  }

  /** java-jwt's algorithm alone, the JSON written by hand and the header encoded once. */
  static TokenSigner javaJwtAlgorithm(Algorithm algorithm) {
    String header =
        BASE64URL.encodeToString(
            "{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
    byte[] headerBytes = header.getBytes(StandardCharsets.US_ASCII);
    return (key, exp) -> {
      String json = "{\"key\":\"" + key + "\",\"exp\":" + exp.getAsLong() + "}";
      byte[] payload = BASE64URL.encode(json.getBytes(StandardCharsets.UTF_8));
      byte[] signature = algorithm.sign(headerBytes, payload);
      return header
          + '.'
          + new String(payload, StandardCharsets.ISO_8859_1)
          + '.'
          + BASE64URL.encodeToString(signature);
    };
  }

  /** jjwt, whose builder is signed by the operator. */
  static TokenSigner jjwt(@Nullable String keyId, UnaryOperator<JwtBuilder> signWith) {
    return (key, exp) -> {
      JwtBuilder builder =
          Jwts.builder()
              .header()
              .type("JWT")
              .keyId(keyId)
              .and()
              .claim("key", key)
              .expiration(new Date(exp.getAsLong() * 1000));
      return signWith.apply(builder).compact();
    };
  }

  static TokenSigner nimbus(JWSAlgorithm algorithm, @Nullable String keyId, JWSSigner signer) {
    JWSHeader header =
        new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(keyId).build();
    return (key, exp) -> {
      JWTClaimsSet claims =
          new JWTClaimsSet.Builder()
              .claim("key", key)
              .expirationTime(new Date(exp.getAsLong() * 1000))
              .build();
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    };
  }

  static TokenSigner jose4j(String algorithm, @Nullable String keyId, Key signing) {
    return (key, exp) -> {
      JwtClaims claims = new JwtClaims();
      claims.setStringClaim("key", key);
      claims.setExpirationTime(NumericDate.fromSeconds(exp.getAsLong()));
      JsonWebSignature signature = new JsonWebSignature();
      signature.setPayload(claims.toJson());
      signature.setAlgorithmHeaderValue(algorithm);
      signature.setHeader("typ", "JWT");
      if (keyId != null) {
        signature.setKeyIdHeaderValue(keyId);
      }
      signature.setKey(signing);
      return signature.getCompactSerialization();
    };
  }

  static TokenSigner fusionauth(Signer signer) {
    JWTEncoder encoder = io.fusionauth.jwt.domain.JWT.getEncoder();
    return (key, exp) ->
        encoder.encode(
            new io.fusionauth.jwt.domain.JWT()
                .addClaim("key", key)
                .setExpiration(Instant.ofEpochSecond(exp.getAsLong()).atZone(ZoneOffset.UTC)),
            signer);
  }

  static TokenSigner vertx(Vertx vertx, PubSecKeyOptions key) {
    JWTAuth auth = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key));
    JWTOptions options = new JWTOptions().setAlgorithm(key.getAlgorithm()).setNoTimestamp(true);
    return (claim, exp) ->
        auth.generateToken(new JsonObject().put("key", claim).put("exp", exp.getAsLong()), options);
  }
}
