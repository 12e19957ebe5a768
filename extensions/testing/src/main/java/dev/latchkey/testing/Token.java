package dev.latchkey.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A JWT, parsed and verified by Nimbus JOSE + JWT. Its text form has the names of its members only.
 *
 * @param header the JOSE header
 * @param claims the payload; numbers are of type Long or Double
 */
public record Token(Map<String, Object> header, Map<String, Object> claims) {
  private static final DefaultJWSVerifierFactory VERIFIERS = new DefaultJWSVerifierFactory();
  // Nimbus takes no shorter one, and vendors hand them out.
  private static final int LEAST_SECRET_BYTES = 32;
  private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");

  /**
   * Returns a token that was signed by RS256.
   *
   * @throws AssertionError if the signature does not verify
   */
  public static Token rs256(String jwt, KeyPair pair) {
    return verified(isRs256(jwt, pair), jwt);
  }

  /**
   * Returns a token that was signed by HS256. Nimbus verifies it, or the JDK if the secret is
   * shorter than 32 bytes.
   *
   * @throws AssertionError if the signature does not verify
   */
  public static Token hs256(String jwt, String secret) {
    return verified(isHs256(jwt, secret), jwt);
  }

  /** Returns whether the signature of a token verifies as RS256. */
  public static boolean isRs256(String jwt, KeyPair pair) {
    return verifies(jwt, JWSAlgorithm.RS256, new RSASSAVerifier((RSAPublicKey) pair.getPublic()));
  }

  /**
   * Returns whether the signature of a token verifies by any algorithm of this RSA, EC or Ed25519
   * key. Nimbus verifies it, or the JDK if the key is an Ed25519 key.
   */
  public static boolean isSignedBy(String jwt, PublicKey key) {
    try {
      JWSObject parsed = parsed(jwt);
      return key instanceof EdECPublicKey
          ? isEd25519(parsed, key)
          : parsed.verify(VERIFIERS.createJWSVerifier(parsed.getHeader(), key));
    } catch (ParseException | JOSEException e) {
      return false;
    }
  }

  private static boolean isEd25519(JWSObject jws, PublicKey key) {
    if (!jws.getHeader().getAlgorithm().getName().equals("EdDSA")) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(jws.getSigningInput());
      return signature.verify(jws.getSignature().decode());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Returns whether the signature of a token verifies as HS256. */
  public static boolean isHs256(String jwt, String secret) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    try {
      return key.length < LEAST_SECRET_BYTES
          ? isAlgorithmHs256(jwt) && isHmac(jwt, key)
          : verifies(jwt, JWSAlgorithm.HS256, new MACVerifier(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns a token, whose signature is not verified.
   *
   * @throws AssertionError if the text is no JWT
   */
  public static Token parse(String jwt) {
    return read(jwt).orElseThrow(() -> new AssertionError("not a JWT"));
  }

  /** Returns a token, whose signature is not verified, if the text is one. */
  static Optional<Token> read(String jwt) {
    try {
      JWSObject parsed = parsed(jwt);
      Map<String, Object> claims = parsed.getPayload().toJSONObject();
      return claims == null
          ? Optional.empty()
          : Optional.of(new Token(parsed.getHeader().toJSONObject(), claims));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** Returns a claim that is a time, if there is one and it is a number. */
  Optional<Instant> time(String claim) {
    return claims.get(claim) instanceof Number seconds
        ? Optional.of(Instant.ofEpochMilli((long) (seconds.doubleValue() * 1000)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "Token[header " + header.keySet() + ", claims " + claims.keySet() + "]";
  }

  private static Token verified(boolean valid, String jwt) {
    if (!valid) {
      throw new AssertionError("The signature of the token does not verify");
    }
    return parse(jwt);
  }

  private static boolean verifies(String jwt, JWSAlgorithm algorithm, JWSVerifier verifier) {
    try {
      JWSObject parsed = parsed(jwt);
      return parsed.getHeader().getAlgorithm().equals(algorithm) && parsed.verify(verifier);
    } catch (ParseException e) {
      return false;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Refuses what Nimbus lets pass: padding, and the Base64 that is not for URLs. */
  private static JWSObject parsed(String jwt) throws ParseException {
    if (!COMPACT.matcher(jwt).matches()) {
      throw new ParseException("not three parts in the Base64 for URLs", 0);
    }
    return JWSObject.parse(jwt);
  }

  private static boolean isAlgorithmHs256(String jwt) {
    return read(jwt).filter(token -> "HS256".equals(token.header().get("alg"))).isPresent();
  }

  private static boolean isHmac(String jwt, byte[] key) {
    int dot = jwt.lastIndexOf('.');
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] expected = mac.doFinal(jwt.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
      return MessageDigest.isEqual(expected, Base64.getUrlDecoder().decode(jwt.substring(dot + 1)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
