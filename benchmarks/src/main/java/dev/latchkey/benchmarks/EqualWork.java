package dev.latchkey.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Holds every contender to the same work before it is measured: the same header, the same claims, a
 * signature that the JDK's own cryptography accepts. Throws if there is a difference.
 */
final class EqualWork {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EqualWork() {}

  /** A token with the header {@code {alg, typ}}. */
  static void checkHmac(String alg, String token, String key, long exp, String secret)
      throws Exception {
    String[] parts = parts(token);
    checkJson("header", parts[0], JSON.createObjectNode().put("alg", alg).put("typ", "JWT"));
    checkClaims(parts[1], key, exp);
    String name = JdkSigners.jdkName(alg);
    Mac mac = Mac.getInstance(name);
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), name));
    check(MessageDigest.isEqual(mac.doFinal(signed(parts)), decode(parts[2])), "signature");
  }

  /** A token with the header {@code {alg, kid, typ}}. */
  static void checkAsymmetric(
      String alg, String token, String key, long exp, String keyId, PublicKey publicKey)
      throws Exception {
    String[] parts = parts(token);
    ObjectNode header = JSON.createObjectNode().put("alg", alg).put("kid", keyId);
    checkJson("header", parts[0], header.put("typ", "JWT"));
    checkClaims(parts[1], key, exp);
    check(isSigned(alg, parts, publicKey), "signature");
  }

  private static boolean isSigned(String alg, String[] parts, PublicKey key)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(JdkSigners.jdkName(alg));
    signature.initVerify(key);
    JdkSigners.setParameters(alg, signature);
    signature.update(signed(parts));
    return signature.verify(decode(parts[2]));
  }

  /** What the contender gives is what the floor gives. */
  static void checkEqual(String what, Object expected, Object actual) {
    check(expected.equals(actual), what);
  }

  private static void checkClaims(String part, String key, long exp) throws IOException {
    checkJson("claims", part, JSON.createObjectNode().put("key", key).put("exp", exp));
  }

  private static void checkJson(String what, String part, JsonNode expected) throws IOException {
    // Compared as text: a number is then the same whatever type it was read as.
    JsonNode actual = JSON.readTree(decode(part));
    boolean same = actual.size() == expected.size();
    for (var member : expected.properties()) {
      same &= member.getValue().asText().equals(actual.path(member.getKey()).asText());
    }
    check(same, what);
  }

  private static String[] parts(String token) {
    String[] parts = token.split("\\.", -1);
    check(parts.length == 3, "number of parts");
    return parts;
  }

  private static byte[] signed(String[] parts) {
    return (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  static void check(boolean same, String what) {
    if (!same) {
      throw new IllegalStateException("The contender does other work than the floor: " + what);
    }
  }
}
