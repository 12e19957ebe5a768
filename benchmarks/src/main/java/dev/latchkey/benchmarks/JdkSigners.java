package dev.latchkey.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
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

  /**
   * The floor: a Mac that is keyed once, a header that is encoded once, JSON put together by hand.
   */
  static TokenSigner macReused(String alg, String secret) throws GeneralSecurityException {
    byte[] header = header(alg, null);
    Mac mac = mac(alg, secret);
    return (key, exp) -> token(header, key, exp, mac::doFinal);
  }

  /** The same with a copy of the keyed Mac for each token, as many threads would need it. */
  static TokenSigner macCloned(String secret) throws GeneralSecurityException {
    byte[] header = header("HS256", null);
    Mac keyed = mac("HS256", secret);
    return (key, exp) -> token(header, key, exp, bytes -> ((Mac) keyed.clone()).doFinal(bytes));
  }

  /** The same with a Mac that is looked up and keyed for each token. */
  static TokenSigner macEach(String secret) throws GeneralSecurityException {
    byte[] header = header("HS256", null);
    return (key, exp) -> token(header, key, exp, bytes -> mac("HS256", secret).doFinal(bytes));
  }

  /** A Signature that is looked up once; the floor where a key pair signs. */
  static TokenSigner signatureReused(String alg, String keyId, PrivateKey privateKey)
      throws GeneralSecurityException {
    byte[] header = header(alg, keyId);
    Signature signature = signature(alg, privateKey);
    return (key, exp) ->
        token(
            header,
            key,
            exp,
            bytes -> {
              signature.update(bytes);
              return signature.sign();
            });
  }

  /** A Signature that is looked up and keyed for each token. */
  static TokenSigner signatureEach(String alg, String keyId, PrivateKey privateKey) {
    byte[] header = header(alg, keyId);
    return (key, exp) ->
        token(
            header,
            key,
            exp,
            bytes -> {
              Signature signature = signature(alg, privateKey);
              signature.update(bytes);
              return signature.sign();
            });
  }

  /** What the JDK calls an algorithm of RFC 7518, in the form of signature that tokens have. */
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

  /** Tells a Signature that has its key what the algorithm's name does not. */
  static void setParameters(String alg, Signature signature) throws GeneralSecurityException {
    if (alg.startsWith("PS")) {
      int bits = Integer.parseInt(alg.substring(2));
      signature.setParameter(
          new PSSParameterSpec(
              "SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), bits / 8, 1));
    }
  }

  private static byte[] header(String alg, @Nullable String keyId) {
    String kid = keyId == null ? "" : "\"kid\":\"" + keyId + "\",";
    return BASE64URL.encode(
        ("{\"alg\":\"" + alg + "\"," + kid + "\"typ\":\"JWT\"}").getBytes(StandardCharsets.UTF_8));
  }

  private static Mac mac(String alg, String secret)
      throws NoSuchAlgorithmException, InvalidKeyException {
    String name = jdkName(alg);
    Mac mac = Mac.getInstance(name);
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), name));
    return mac;
  }

  private static Signature signature(String alg, PrivateKey privateKey)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(jdkName(alg));
    signature.initSign(privateKey);
    setParameters(alg, signature);
    return signature;
  }

  private static String token(byte[] header, String key, LongSupplier exp, RawSigner signer)
      throws Exception {
    String json = "{\"key\":\"" + key + "\",\"exp\":" + exp.getAsLong() + "}";
    byte[] payload = BASE64URL.encode(json.getBytes(StandardCharsets.ISO_8859_1));
    byte[] signed = Arrays.copyOf(header, header.length + 1 + payload.length);
    signed[header.length] = '.';
    System.arraycopy(payload, 0, signed, header.length + 1, payload.length);
    byte[] signature = BASE64URL.encode(signer.sign(signed));
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
