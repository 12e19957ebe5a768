package dev.latchkey.examples;

import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;

/** The values and key files that the snippets of {@code docs/vendors.md} name. */
public final class VendorSecrets {
  public static final String accountId = "QeXj3kLmTzabcDEFGhijkl";
  public static final String accessKeyId = "AKIAIOSFODNN7EXAMPLE";
  public static final String apiKey = "APIa1b2c3d4";
  public static final String apiPassphrase = "correct-battery-staple";
  public static final String apiSecret = "b0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7";
  public static final String applicationId = "aaaaaaaa-bbbb-cccc-dddd-0123456789ab";
  public static final String applicationKey = "0f1e2d3c4b5a69788796a5b4c3d2e1f001122334";
  public static final String clientId = "Iv23liAbCdEfGhIjKlMn";
  public static final String clientSecret = "kT4vN8sQ1xWz+yBc3dEf:gHj%LmP9rSu=";
  public static final String clientEmail = "robot@acme-prod.iam.gserviceaccount.com";
  public static final String consumerKey = "3MVG9lKcPoNINVBIPJjdw1J9LLM82HnFVVX19KY1uA5mu0Qq";
  public static final String enterpriseId = "1234567";
  public static final String installationId = "41592653";
  public static final String issuerId = "57246542-96fe-1a63-e053-0824d011072a";
  public static final String keyName =
      "organizations/2a2a2a2a-1111-2222-3333-444455556666/apiKeys/7b7b7b7b-1111-2222-3333-444455556666";
  public static final String privateKeyId = "9c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293";
  public static final String publicKeyId = "abcd1234";
  public static final String refreshToken = "1//0gFU3nV+kLq/wXyz-Lw~A";
  public static final String secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  public static final String secretKey = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
  public static final String serverToken = "5b1f6a52-7c08-4f4f-8f0e-0123456789ab";
  public static final String sessionToken = "IQoJb3JpZ2luX2VjEXAMPLE/wEaDmV1LWNlbnRyYWw=";
  public static final String username = "robot@acme.example";

  public static final String redKey = "red-5b1f6a52c8f0";

  public static final String blueKey = "blue-7c08f0e4a52b";

  public static final String signingSecret = "vNIXE0xscrmjlyV-12Nj_BvUPaw=";

  public static final String teamId = "DEF123GHIJ";

  public static final String krakenSecret =
      "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";

  public static final String exchangeSecret =
      Base64.getEncoder().encodeToString(utf8("fedcba9876543210fedcba9876543210"));

  public static final String webhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  public static final String accountKey =
      Base64.getEncoder().encodeToString(utf8("0123456789abcdef0123456789abcdef0123456789abcdef"));

  static final String ghostKeyId = "64c3f1b2a9d8e7f6a5b4c3d2";
  static final String ghostSecret =
      "00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef";
  public static final String adminApiKey = ghostKeyId + ":" + ghostSecret;

  static final KeyPair ed25519 = TestKeys.ed25519();

  /** As in a service account's JSON file. */
  public static final String privateKey = TestKeys.pkcs8(TestKeys.rsa());

  /** As in Coinbase's JSON file, in which line breaks are escaped twice. */
  public static final String keySecret = TestKeys.sec1OfOpenssl(TestKeys.ec()).replace("\n", "\\n");

  public static final String ed25519Secret = seedAndPublicKey(ed25519);

  private static final String PASSPHRASE = "correct-horse";
  public static final String encryptedKey = EncryptedPem.of(TestKeys.rsa(), PASSPHRASE);

  private VendorSecrets() {}

  /** A new array each time, because the key that is read with it wipes it. */
  public static char[] passphrase() {
    return PASSPHRASE.toCharArray();
  }

  /** Writes the key files. */
  static void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("acme-2026.pem"), TestKeys.pkcs8(ed25519));
    Files.writeString(folder.resolve("acme.pem"), TestKeys.pkcs1(TestKeys.rsa()));
    Files.writeString(folder.resolve("AuthKey_2X9R4HXF34.p8"), TestKeys.pkcs8(TestKeys.ec()));
    Files.writeString(folder.resolve("fireblocks_secret.key"), TestKeys.pkcs8(TestKeys.rsa()));
    Files.writeString(folder.resolve("private.key"), TestKeys.pkcs8(TestKeys.rsa()));
    Files.writeString(folder.resolve("rsa_key.p8"), TestKeys.pkcs8(TestKeys.rsa()));
    Files.writeString(folder.resolve("server.key"), TestKeys.pkcs8(TestKeys.rsa()));
  }

  /** The ends of both encoded forms, which are the bare keys. */
  private static String seedAndPublicKey(KeyPair pair) {
    byte[] both = Arrays.copyOf(last32(pair.getPrivate().getEncoded()), 64);
    System.arraycopy(last32(pair.getPublic().getEncoded()), 0, both, 32, 32);
    return Base64.getEncoder().encodeToString(both);
  }

  private static byte[] last32(byte[] encoded) {
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
