package dev.latchkey;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a private or shared key in JSON (<a
 * href="https://www.rfc-editor.org/rfc/rfc7518#section-6">RFC 7518 §6</a>, <a
 * href="https://www.rfc-editor.org/rfc/rfc8037#section-2">RFC 8037 §2</a>). Exceptions show none of
 * their values.
 */
final class Jwk {
  /** The members by name; null for values that are not text. */
  private final Map<String, @Nullable String> members;

  private Jwk(Map<String, @Nullable String> members) {
    this.members = members;
  }

  /**
   * Returns the members of a JSON text.
   *
   * @throws KeyFault if it is not a JWK
   */
  static Jwk of(String json) {
    requireNonNull(
        json, "The JWK must not be null; check that the variable that it is read from is set");
    if (json.contains("-----BEGIN ")) {
      throw new KeyFault("The JWK must be JSON, but was PEM; read it with SigningKey.pemText");
    }
    Jwk jwk = new Jwk(members(json));
    if (jwk.members.get("kty") == null) {
      throw new KeyFault(
          jwk.members.containsKey("keys")
              ? "The JWK must be one key, but was a set of keys; pass one of them"
              : "The JWK must have a member kty");
    }
    if ("enc".equals(jwk.members.get("use"))) {
      throw new KeyFault(
          "The JWK must be for signing, but was for encryption; use one whose use is sig");
    }
    return jwk;
  }

  private static Map<String, @Nullable String> members(String json) {
    Map<String, @Nullable String> members = new HashMap<>();
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new KeyFault("The JWK must be a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
        members.put(name, text ? parser.getText() : null);
        parser.skipChildren();
      }
      return members;
    } catch (IOException e) {
      // The parser's message quotes what it read.
      throw new KeyFault("The JWK must be valid JSON");
    }
  }

  /** Returns the {@code kid}. */
  @Nullable String keyId() {
    return members.get("kid");
  }

  /**
   * Returns the material of the key.
   *
   * @throws KeyFault if the members are not those of a key that can sign
   */
  KeyMaterial material() {
    if ("oct".equals(members.get("kty"))) {
      return HmacSigner.material(algorithmOr(SigningAlgorithm.HS256), bytes("k"));
    }
    PrivateKey key = privateKey();
    KeyMaterial material = PrivateKeys.material(algorithmOr(PrivateKeys.algorithm(key)), key);
    if (material.publicKey != null) {
      checkPublicHalf(PublicJwk.of(material.publicKey));
    }
    return material;
  }

  private SigningAlgorithm algorithmOr(SigningAlgorithm other) {
    if (!members.containsKey("alg")) {
      return other;
    }
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      if (algorithm.joseName().equals(members.get("alg"))) {
        return algorithm;
      }
    }
    throw new KeyFault("The JWK's alg must be EdDSA or one of HS, RS, PS and ES 256 to 512");
  }

  private PrivateKey privateKey() {
    if (!members.containsKey("d")) {
      throw new KeyFault(
          "The JWK must be a private key, but was a public key without the member d");
    }
    try {
      return switch (String.valueOf(members.get("kty"))) {
        case "RSA" -> rsa();
        case "EC" -> EcKey.privateKey(curve(), number("d"));
        case "OKP" -> ed25519();
        default -> throw new KeyFault("The JWK's kty must be RSA, EC, OKP or oct");
      };
    } catch (GeneralSecurityException e) {
      throw damaged();
    }
  }

  private void checkPublicHalf(Map<String, String> derived) {
    for (String name : new String[] {"n", "e", "x", "y"}) {
      String value = derived.get(name);
      if (value != null && members.containsKey(name) && !number(value, name).equals(number(name))) {
        throw damaged();
      }
    }
  }

  private RSAPrivateKey rsa() throws GeneralSecurityException {
    if (members.containsKey("oth")) {
      throw new KeyFault("The JWK must be an RSA key of two primes, but had more");
    }
    // RFC 7518 §6.3.2: if one of them is present, all must be.
    RSAPrivateKeySpec spec =
        members.containsKey("p")
            ? new RSAPrivateCrtKeySpec(
                number("n"),
                number("e"),
                number("d"),
                number("p"),
                number("q"),
                number("dp"),
                number("dq"),
                number("qi"))
            : new RSAPrivateKeySpec(number("n"), number("d"));
    return (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(spec);
  }

  private EcCurve curve() {
    EcCurve curve = EcCurve.ofJoseName(members.get("crv"));
    if (curve == null) {
      throw new KeyFault("The JWK's crv must be P-256, P-384 or P-521 for an EC key");
    }
    return curve;
  }

  private PrivateKey ed25519() {
    if (!"Ed25519".equals(members.get("crv"))) {
      throw new KeyFault("The JWK's crv must be Ed25519 for a key of type OKP");
    }
    byte[] seed = bytes("d");
    if (seed.length != Ed25519Key.LENGTH) {
      throw damaged();
    }
    return Ed25519Key.privateKey(seed);
  }

  private BigInteger number(String name) {
    return new BigInteger(1, bytes(name));
  }

  private byte[] bytes(String name) {
    String value = members.get(name);
    if (value == null) {
      throw new KeyFault("The JWK must have text in its member " + name);
    }
    return decode(value, name);
  }

  private static BigInteger number(String value, String name) {
    return new BigInteger(1, decode(value, name));
  }

  private static byte[] decode(String value, String name) {
    try {
      return Base64.getUrlDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      // The decoder's message shows a character of the key.
      throw new KeyFault("The JWK's member " + name + " must be base64url");
    }
  }

  private static KeyFault damaged() {
    return new KeyFault("The members of the JWK must belong together, but do not; get a new copy");
  }
}
