package dev.latchkey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.latchkey.testing.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PemTest {
  private static final String KEY = TestKeys.pkcs8(TestKeys.rsa());

  static Stream<Arguments> whatIsNoKey() throws Exception {
    return Stream.of(
        arguments("no PEM", "sk_live_4242424242424242", "this is not PEM"),
        arguments("empty", "", "this is empty"),
        arguments("blank", " \n\t", "this is empty"),
        arguments("a path", "/run/secrets/5af7d3b2.pem", "this looks like a file name"),
        arguments("JSON", "{\"key\": \"" + oneLine(KEY) + "\"}", "this is JSON, not PEM"),
        arguments(
            "a service account",
            "\n{\"type\":\"service_account\",\"private_key\":\"" + oneLine(KEY) + "\"}",
            "this is JSON, not PEM; give the text of its field private_key"),
        arguments("a JWK", "{\"kty\":\"RSA\",\"d\":\"4242424242\"}", "this is a JWK"),
        arguments("a JWKS", "{\"keys\":[{\"kty\":\"RSA\"}]}", "this is a JWK"),
        arguments("base64 of a PEM", base64(KEY.getBytes(UTF_8)), "this is the base64 of a PEM"),
        arguments(
            "base64 of a DER",
            base64(TestKeys.rsa().getPrivate().getEncoded()),
            "this is base64 without the lines -----BEGIN"),
        arguments("UTF-16", new String(KEY.getBytes(UTF_16), ISO_8859_1), "this is UTF-16 text"),
        arguments(
            "UTF-16, little endian",
            "\u00ff\u00fe" + new String(KEY.getBytes(UTF_16LE), ISO_8859_1),
            "this is UTF-16 text"),
        arguments(
            "UTF-16 without byte order mark",
            new String(KEY.getBytes(UTF_16LE), ISO_8859_1),
            "this is UTF-16 text"),
        arguments("DER", binary(TestKeys.rsa().getPrivate().getEncoded()), "this is binary (DER)"),
        arguments(
            "DER of a public key",
            binary(TestKeys.rsa().getPublic().getEncoded()),
            "this is a public key"),
        arguments("PKCS#12", binary(keyStore("PKCS12")), "this is a PKCS#12 key store"),
        arguments("JKS", binary(keyStore("JKS")), "this is a Java key store"),
        arguments("JCEKS", binary(keyStore("JCEKS")), "this is a Java key store"),
        arguments("OpenSSH public", "ssh-rsa AAAAB3NzaC1yc2E me", "this is an OpenSSH public key"),
        arguments("PuTTY", "PuTTY-User-Key-File-3: ssh-rsa\n", "this is a PuTTY key"),
        arguments("public", TestKeys.publicKey(TestKeys.rsa()), "this is a public key"),
        arguments(
            "public, PKCS#1",
            TestKeys.publicKey(TestKeys.rsa()).replace("PUBLIC", "RSA PUBLIC"),
            "this is a public key"),
        arguments("certificate", TestKeys.certificate(), "this is a certificate"),
        arguments(
            "certificate, OpenSSL",
            TestKeys.certificate().replace("CERTIFICATE", "TRUSTED CERTIFICATE"),
            "this is a certificate"),
        arguments(
            "request",
            TestKeys.certificate().replace("CERTIFICATE", "CERTIFICATE REQUEST"),
            "this is a certificate"),
        arguments(
            "encrypted", TestKeys.encrypted(TestKeys.rsa()), "is encrypted; pass its passphrase"),
        arguments(
            "encrypted of old",
            TestKeys.encryptedPkcs1(TestKeys.rsa()),
            "is encrypted; pass its passphrase as char[], or"),
        arguments("EC curve", TestKeys.pem("EC PARAMETERS", new byte[] {6, 0}), "is the curve of"),
        arguments(
            "OpenSSH",
            KEY.replace("PRIVATE", "OPENSSH PRIVATE"),
            "this is an OpenSSH key; convert it"),
        arguments("half-written", KEY.substring(0, KEY.length() / 2), "the PEM is cut short"),
        arguments("damaged", KEY.replaceFirst("\nM", "\n?"), "the PEM is damaged"),
        arguments("damaged inside", damagedInside(), "the PEM is damaged"),
        arguments("Ed448", keyOf("Ed448"), "this is an Ed448 key; use an RSA key, an EC key on"),
        arguments("X25519", keyOf("X25519"), "this is an X25519 key; use an RSA key, an EC key on"),
        arguments(
            "RSASSA-PSS",
            keyOf("RSASSA-PSS"),
            "this is an RSASSA-PSS key; use an RSA key, an EC key on"),
        arguments("DSA in PKCS#8", keyOf("DSA"), "this is a DSA key; use an RSA key, an EC key on"),
        arguments("DH", keyOf("DH"), "this is a Diffie-Hellman key; use an RSA key, an EC key on"),
        arguments(
            "encrypted under another label",
            TestKeys.encrypted(TestKeys.rsa()).replace("ENCRYPTED ", ""),
            "is encrypted; pass its passphrase"),
        arguments(
            "other label at the end",
            TestKeys.pkcs1(TestKeys.rsa()).replace("END RSA", "END"),
            "the lines -----BEGIN and -----END have different labels"),
        arguments("cut in its end", KEY.substring(0, KEY.length() - 9), "the PEM is cut short"),
        arguments(
            "cut before another block",
            KEY.substring(0, 700) + "\n" + TestKeys.pkcs8(TestKeys.otherRsa()),
            "the PEM is cut short"),
        arguments("PGP", KEY.replaceAll("PRIVATE KEY", "PGP PRIVATE KEY BLOCK"), "a PGP key"),
        arguments(
            "certificate, then encrypted",
            TestKeys.certificate() + TestKeys.encrypted(TestKeys.rsa()),
            "is encrypted; pass its passphrase"),
        arguments("DSA", KEY.replace("PRIVATE", "DSA PRIVATE"), "this is a DSA key"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatIsNoKey")
  void tellsWhatATextHoldsInsteadOfAKey(String what, String text, String message) {
    Throwable thrown = catchThrowable(() -> SigningKey.pem("kid", text));

    assertThat(thrown)
        .as(what)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("PEM text: ")
        .hasMessageContaining(message);
    assertShowsNothingOf(text, thrown);
  }

  @Test
  void theFaultsAreToldApart() {
    List<String> words =
        Stream.of(
                "sk_live_4242424242424242",
                TestKeys.publicKey(TestKeys.rsa()),
                TestKeys.certificate(),
                TestKeys.encrypted(TestKeys.rsa()),
                TestKeys.pkcs8(TestKeys.shortRsa()),
                KEY.replace("PRIVATE", "OPENSSH PRIVATE"),
                KEY.substring(0, KEY.length() / 2),
                KEY.replaceFirst("\nM", "\n?"))
            .map(text -> catchThrowable(() -> SigningKey.pem("kid", text)).getMessage())
            .toList();

    assertThat(words).doesNotHaveDuplicates();
  }

  @Test
  void takesAnyLineEnds() {
    assertThat(privateKey(KEY.replace("\n", "\r\n"))).isEqualTo(TestKeys.rsa().getPrivate());
    assertThat(privateKey(KEY.replace("\n", "\r"))).isEqualTo(TestKeys.rsa().getPrivate());
    assertThat(privateKey(KEY.strip())).isEqualTo(TestKeys.rsa().getPrivate());
  }

  @Test
  void takesTheKeyOfAFileThatHasACertificateAsWell() {
    String pkcs1 = TestKeys.pkcs1(TestKeys.rsa());

    assertThat(privateKey(TestKeys.certificate() + KEY)).isEqualTo(TestKeys.rsa().getPrivate());
    assertThat(privateKey(pkcs1 + TestKeys.certificate())).isEqualTo(TestKeys.rsa().getPrivate());
  }

  @Test
  void takesLineEndsAsEnvironmentVariablesHaveThem() {
    for (String key : List.of(KEY, TestKeys.pkcs1(TestKeys.rsa()))) {
      for (String end : List.of("\\n", "\\r\\n", "\\\\n", "\\n\n", " ", "")) {
        assertThat(privateKey(key.replace("\n", end)))
            .as("line end %s", end)
            .isEqualTo(TestKeys.rsa().getPrivate());
      }
    }
    assertThat(privateKey("\"" + KEY.replace("\n", "\\n") + "\""))
        .isEqualTo(TestKeys.rsa().getPrivate());
    assertThat(privateKey("\uFEFF" + KEY)).isEqualTo(TestKeys.rsa().getPrivate());
  }

  @Test
  void takesEitherFormUnderEitherLabelAsOpensslDoes() {
    String pkcs8 = KEY.replace("PRIVATE", "RSA PRIVATE");
    String pkcs1 = TestKeys.pkcs1(TestKeys.rsa()).replace("RSA PRIVATE", "PRIVATE");

    assertThat(privateKey(pkcs8)).isEqualTo(TestKeys.rsa().getPrivate());
    assertThat(privateKey(pkcs1)).isEqualTo(TestKeys.rsa().getPrivate());
  }

  @Test
  void findsTheKeyBehindOthers() throws GeneralSecurityException {
    for (String other :
        List.of(
            TestKeys.pem("EC PARAMETERS", new byte[] {6, 0}),
            keyOf("X25519"),
            keyOf("EC"),
            keyOf("Ed25519"),
            keyOf("RSASSA-PSS"),
            TestKeys.publicKey(TestKeys.rsa()),
            TestKeys.encrypted(TestKeys.otherRsa()))) {
      assertThat(privateKey(other + KEY)).isEqualTo(TestKeys.rsa().getPrivate());
    }
  }

  @Test
  void anUnknownLabelIsNotRepeated() {
    for (String label : List.of("S3CRET 42 OF MINE", "S3CRET ".repeat(100_000))) {
      Throwable thrown =
          catchThrowable(() -> SigningKey.pem("kid", "-----BEGIN " + label + "-----\nAAAA\n"));

      assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
      assertThat(thrown.getMessage()).hasSizeLessThan(300).doesNotContain("S3CRET");
    }
  }

  @Test
  void anyBytesGiveAKeyOrADocumentedError() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] der = TestKeys.rsa().getPrivate().getEncoded();
    for (int i = 0; i < 500; i++) {
      byte[] damaged = Arrays.copyOf(der, random.nextInt(4) == 0 ? random.nextInt(60) : der.length);
      for (int n = random.nextInt(4); n >= 0 && damaged.length > 0; n--) {
        damaged[random.nextInt(Math.min(damaged.length, 80))] = (byte) random.nextInt();
      }
      for (String text : List.of(TestKeys.pem("PRIVATE KEY", damaged), binary(damaged))) {
        try {
          privateKey(text);
        } catch (IllegalArgumentException documented) {
          assertThat(documented).as("seed %s", seed).hasMessageMatching("(this|the PEM) [^\\n]+");
        }
      }
    }
  }

  @Test
  void passesOverTextBeforeTheKey() {
    assertThat(privateKey("Bag Attributes\n  friendlyName: admin\n" + KEY))
        .isEqualTo(TestKeys.rsa().getPrivate());
  }

  private static PrivateKey privateKey(String text) {
    return Pem.privateKey(text, null);
  }

  private static String oneLine(String pem) {
    return pem.replace("\n", "\\n");
  }

  private static String base64(byte[] bytes) {
    return Base64.getMimeEncoder().encodeToString(bytes);
  }

  /** As a binary file is read. */
  private static String binary(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static String keyOf(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (List.of("DSA", "DH", "RSASSA-PSS").contains(algorithm)) {
      generator.initialize(2048);
    }
    return TestKeys.pkcs8(generator.generateKeyPair());
  }

  private static byte[] keyStore(String type) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, "test".toCharArray());
    return out.toByteArray();
  }

  private static String damagedInside() {
    byte[] der = TestKeys.rsa().getPrivate().getEncoded();
    der[40] ^= 0x20;
    der[4] ^= 0x20;
    return TestKeys.pem("PRIVATE KEY", der);
  }

  /** Eight characters of a text tell something of it; its labels tell nothing. */
  static void assertShowsNothingOf(String text, Throwable thrown) {
    String body =
        text.replaceAll("-----(BEGIN|END) [A-Z0-9 ]*(-----)?", "")
            .replaceAll("Proc-Type.*|DEK.*|PuTTY-User-Key-File", "")
            .replaceAll("\"[a-z_]+\":", "");
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      for (int i = 0; i + 8 <= body.length(); i++) {
        assertThat(message.contains(body.substring(i, i + 8))).as("shows key material").isFalse();
      }
    }
  }
}
