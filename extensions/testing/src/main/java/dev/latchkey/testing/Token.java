package dev.latchkey.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token whose signature was verified by others than us.
 *
 * @param header its JOSE header
 * @param claims its payload, numbers as Long or Double
 */
public record Token(Map<String, Object> header, Map<String, Object> claims) {
  // Nimbus takes no shorter one, and vendors hand them out.
  private static final int LEAST_SECRET_BYTES = 32;

  /** A token signed by RS256, verified by Nimbus. */
  public static Token rs256(String jwt, KeyPair pair) {
    return verified(isRs256(jwt, pair), jwt);
  }

  /** A token signed by HS256, verified by Nimbus, or by the JDK if the secret is short. */
  public static Token hs256(String jwt, String secret) {
    return verified(isHs256(jwt, secret), jwt);
  }

  /** Whether Nimbus verifies a token as RS256. */
  public static boolean isRs256(String jwt, KeyPair pair) {
    return verifies(jwt, new RSASSAVerifier((RSAPublicKey) pair.getPublic()));
  }

  /** Whether Nimbus, or the JDK if the secret is short, verifies a token as HS256. */
  public static boolean isHs256(String jwt, String secret) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    try {
      return key.length < LEAST_SECRET_BYTES
          ? isHmac(jwt, key)
          : verifies(jwt, new MACVerifier(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a token says, its signature unseen. */
  public static Token parse(String jwt) {
    try {
      JWSObject parsed = JWSObject.parse(jwt);
      return new Token(parsed.getHeader().toJSONObject(), parsed.getPayload().toJSONObject());
    } catch (ParseException e) {
      throw new AssertionError("no token", e);
    }
  }

  private static Token verified(boolean valid, String jwt) {
    if (!valid) {
      throw new AssertionError("The signature of the token does not verify");
    }
    return parse(jwt);
  }

  private static boolean verifies(String jwt, JWSVerifier verifier) {
    try {
      return JWSObject.parse(jwt).verify(verifier);
    } catch (ParseException e) {
      return false;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
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
