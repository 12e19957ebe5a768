package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PemTest {
  private static final String KEY = TestKeys.pkcs8(TestKeys.rsa());

  static Stream<Arguments> whatIsNoKeyForRs256() {
    return Stream.of(
        arguments("no PEM", "sk_live_4242424242424242", "this is not PEM"),
        arguments("no PEM: empty", "", "this is not PEM"),
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
        arguments("encrypted", TestKeys.encrypted(TestKeys.rsa()), "is encrypted; decrypt it"),
        arguments(
            "encrypted of old",
            TestKeys.encryptedPkcs1(TestKeys.rsa()),
            "is encrypted; decrypt it with: openssl pkcs8"),
        arguments("EC", TestKeys.sec1(TestKeys.ec()), "this is an EC key"),
        arguments("EC in PKCS#8", TestKeys.pkcs8(TestKeys.ec()), "this is an EC key"),
        arguments(
            "OpenSSH",
            KEY.replace("PRIVATE", "OPENSSH PRIVATE"),
            "this is an OpenSSH key; convert it"),
        arguments("half-written", KEY.substring(0, KEY.length() / 2), "the PEM is cut short"),
        arguments("damaged", KEY.replaceFirst("\nM", "\n?"), "the PEM is damaged"),
        arguments("damaged inside", damagedInside(), "the PEM is damaged"),
        arguments("something else", KEY.replace("PRIVATE", "DSA PRIVATE"), "DSA PRIVATE KEY"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatIsNoKeyForRs256")
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
                TestKeys.sec1(TestKeys.ec()),
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
    assertThat(Pem.rsaPrivateKey(KEY.replace("\n", "\r\n"))).isEqualTo(TestKeys.rsa().getPrivate());
    assertThat(Pem.rsaPrivateKey(KEY.replace("\n", "\r"))).isEqualTo(TestKeys.rsa().getPrivate());
    assertThat(Pem.rsaPrivateKey(KEY.strip())).isEqualTo(TestKeys.rsa().getPrivate());
  }

  @Test
  void takesTheKeyOfAFileThatHasACertificateAsWell() {
    String pkcs1 = TestKeys.pkcs1(TestKeys.rsa());

    assertThat(Pem.rsaPrivateKey(TestKeys.certificate() + KEY))
        .isEqualTo(TestKeys.rsa().getPrivate());
    assertThat(Pem.rsaPrivateKey(pkcs1 + TestKeys.certificate()))
        .isEqualTo(TestKeys.rsa().getPrivate());
  }

  @Test
  void passesOverTextBeforeTheKey() {
    assertThat(Pem.rsaPrivateKey("Bag Attributes\n  friendlyName: admin\n" + KEY))
        .isEqualTo(TestKeys.rsa().getPrivate());
  }

  @Test
  void theKeyIdIsTheFileNameWithoutItsEnd() {
    assertThat(Pem.keyId(Path.of("keys", "5af7d3b2-9c1e.pem"))).isEqualTo("5af7d3b2-9c1e");
    assertThat(Pem.keyId(Path.of("a.b.pem"))).isEqualTo("a.b");
  }

  @ParameterizedTest
  @MethodSource("namesWithoutKeyId")
  void aFileNameWithoutKeyIdIsAnError(Path file) {
    assertThatThrownBy(() -> Pem.keyId(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not named <key id>.pem");
  }

  static Stream<Path> namesWithoutKeyId() {
    return Stream.of(Path.of("key.txt"), Path.of("key"), Path.of(".pem"), Path.of("/"));
  }

  private static String damagedInside() {
    byte[] der = TestKeys.rsa().getPrivate().getEncoded();
    der[40] ^= 0x20;
    der[4] ^= 0x20;
    return TestKeys.pem("PRIVATE KEY", der);
  }

  /** Eight characters of a text tell something of it; its labels tell nothing. */
  static void assertShowsNothingOf(String text, Throwable thrown) {
    String body = text.replaceAll("-----[A-Z0-9 ]+-----", "").replaceAll("Proc-Type.*|DEK.*", "");
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      for (int i = 0; i + 8 <= body.length(); i++) {
        assertThat(message.contains(body.substring(i, i + 8))).as("shows key material").isFalse();
      }
    }
  }
}
