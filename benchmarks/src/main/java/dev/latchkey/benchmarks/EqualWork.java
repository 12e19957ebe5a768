package dev.latchkey.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds every contender to the same work before it is measured: the same header, the same claims, a
 * signature that the JDK's own cryptography accepts. Throws if there is a difference.
 */
final class EqualWork {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EqualWork() {}

  /** Checks one token; with a key pair its header also has the key's id. */
  static void checkToken(String alg, TokenSigner signer, Key verifier) throws Exception {
    String[] parts = signedWithinASecond(signer);
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    Map<String, String> header = new HashMap<>(Map.of("alg", alg, "typ", "JWT"));
    boolean accepted;
    if (verifier instanceof PublicKey publicKey) {
      header.put("kid", TokenSigner.KEY_ID);
      Signature signature = Signers.signature(alg);
      signature.initVerify(publicKey);
      signature.update(signed);
      accepted = signature.verify(decode(parts[2]));
    } else {
      byte[] expected = Signers.mac(alg, verifier).doFinal(signed);
      accepted = MessageDigest.isEqual(expected, decode(parts[2]));
    }
    checkJson("header", parts[0], header);
    check(accepted, "signature");
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

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  static void check(boolean same, String what) {
    if (!same) {
      throw new IllegalStateException("The contender does other work than the floor: " + what);
    }
  }
}
