package dev.latchkey.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;

/**
 * Holds every contender to the same work before it is measured: the same header, the same claims, a
 * signature that the JDK's own cryptography accepts. Throws if there is a difference.
 */
final class EqualWork {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EqualWork() {}

  /** Checks one token with the header {@code {alg, typ}}. */
  static void checkHmac(String alg, TokenSigner signer, String secret) throws Exception {
    String[] parts = signedWithinASecond(signer);
    checkJson("header", parts[0], Map.of("alg", alg, "typ", "JWT"));
    byte[] expected = JdkSigners.mac(alg, secret).doFinal(signed(parts));
    check(MessageDigest.isEqual(expected, decode(parts[2])), "signature");
  }

  /** Checks one token with the header {@code {alg, kid, typ}}. */
  static void checkKeyPair(String alg, TokenSigner signer, PublicKey key) throws Exception {
    String[] parts = signedWithinASecond(signer);
    checkJson("header", parts[0], Map.of("alg", alg, "kid", TokenSigner.KEY_ID, "typ", "JWT"));
    Signature signature = Signature.getInstance(JdkSigners.jdkName(alg));
    signature.initVerify(key);
    JdkSigners.setParameters(alg, signature);
    signature.update(signed(parts));
    check(signature.verify(decode(parts[2])), "signature");
  }

  /** Has a token signed, again if a second ended meanwhile, and checks its claims. */
  private static String[] signedWithinASecond(TokenSigner signer) throws Exception {
    while (true) {
      long exp = TokenSigner.exp();
      String[] parts = signer.sign(TokenSigner.PATH, () -> exp).split("\\.", -1);
      if (TokenSigner.exp() == exp) {
        check(parts.length == 3, "number of parts");
        checkJson("claims", parts[1], Map.of("key", TokenSigner.PATH, "exp", "" + exp));
        return parts;
      }
    }
  }

  /** Compares members as text: a number is then the same whatever type it is read as. */
  private static void checkJson(String what, String part, Map<String, String> expected)
      throws IOException {
    var members = new TypeReference<Map<String, String>>() {};
    check(expected.equals(JSON.readValue(decode(part), members)), what);
  }

  private static byte[] signed(String[] parts) {
    return (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  /** Checks that a contender gives what is expected of all. */
  static void checkEqual(String what, Object expected, Object actual) {
    check(expected.equals(actual), what);
  }

  static void check(boolean same, String what) {
    if (!same) {
      throw new IllegalStateException("The contender does other work than the floor: " + what);
    }
  }
}
