package dev.latchkey.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tokens by nothing but the JDK: the floors. For one thread each, as a reused Mac is. */
final class JdkSigners {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private JdkSigners() {}

  /** A new secret of 64 visible characters, which all the libraries take for each HMAC. */
  static String secret() {
    byte[] random = new byte[48];
    new SecureRandom().nextBytes(random);
    return BASE64URL.encodeToString(random);
  }

  /**
   * The floor: a Mac that is keyed once, a header that is encoded once, JSON put together by hand.
   */
  static TokenSigner macReused(String alg, String secret) throws GeneralSecurityException {
    Mac mac = mac(alg, secret);
    return signer(alg, null, mac::doFinal);
  }

  /** A Signature that is looked up once; the floor where a key pair signs. */
  static TokenSigner signatureReused(String alg, PrivateKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(jdkName(alg));
    signature.initSign(key);
    setParameters(alg, signature);
    return signer(
        alg,
        TokenSigner.KEY_ID,
        bytes -> {
          signature.update(bytes);
          return signature.sign();
        });
  }

  /** Returns what the JDK calls an algorithm of RFC 7518, in the form that tokens have. */
  static String jdkName(String alg) {
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

  /** Sets on a Signature that has its key what the algorithm's name does not say. */
  static void setParameters(String alg, Signature signature) throws GeneralSecurityException {
    if (alg.startsWith("PS")) {
      int bits = Integer.parseInt(alg.substring(2));
      signature.setParameter(
          new PSSParameterSpec(
              "SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), bits / 8, 1));
    }
  }

  static Mac mac(String alg, String secret) throws GeneralSecurityException {
    String name = jdkName(alg);
    Mac mac = Mac.getInstance(name);
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), name));
    return mac;
  }

  private static TokenSigner signer(String alg, @Nullable String keyId, RawSigner raw) {
    String kid = keyId == null ? "" : "\"kid\":\"" + keyId + "\",";
    byte[] header =
        BASE64URL.encode(
            ("{\"alg\":\"" + alg + "\"," + kid + "\"typ\":\"JWT\"}")
                .getBytes(StandardCharsets.UTF_8));
    return (key, exp) -> token(header, key, exp, raw);
  }

  private static String token(byte[] header, String key, LongSupplier exp, RawSigner raw)
      throws Exception {
    String json = "{\"key\":\"" + key + "\",\"exp\":" + exp.getAsLong() + "}";
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
