package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Private keys that OpenSSL 3 encrypted. All are the same Ed25519 key. */
class EncryptedKeyTest {
  private static final String PASSPHRASE = "correct-h\u00f6rse";
  private static final SigningKey KEY =
      SigningKey.pem(
          "kid",
          pem("PRIVATE KEY", "MC4CAQAwBQYDK2VwBCIEIH7F6JbGhHox53h3mB5lwZMGVt8Qt5iFDLG2ITemqWRw"));

  @TempDir Path folder;

  static Stream<Arguments> encrypted() {
    return Stream.of(
        arguments(
            "Triple DES, as in Snowflake's guide",
            "MHwwQAYJKoZIhvcNAQUNMDMwGwYJKoZIhvcNAQUMMA4ECCKzjPwQNlOtAgIIADAUBggqhkiG9w0D"
                + "BwQI/pElqkWMFj8EOOVV9T5cJXoSL2oKUro1xZyjlmR5AQIewQd0ScawdLD98D9BC+3dRrtQZAnd"
                + "khFWeVO1Q/SoMRcr"),
        arguments(
            "AES-128",
            "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhpnS6MHTBeGQICCAAwDAYIKoZIhvcN"
                + "AgkFADAdBglghkgBZQMEAQIEEGq6moZhrVhGzkxcs4nvktYEQFu2pIcLJn5ixnv3t+/pp43NSFrf"
                + "sYSzyD6SvQEX416R7lYiFdCdFxLMGJviFZMLyHJFn5QAbDuPF8L1Dr/comg="),
        arguments(
            "AES-192",
            "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjyN4NBJCWdRwICCAAwDAYIKoZIhvcN"
                + "AgkFADAdBglghkgBZQMEARYEEKgY3/jbVGcRq3dT0DLrPbMEQL6Uvnii4uGwrSgeDJiFAFmc0Bi8"
                + "zNCfRWCG3Ein6KEvEAQ5o/X623QBQTn5o3B1UNXLWww2zT0Zel5BYf99e7k="),
        arguments(
            "AES-256",
            "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg2ZK+PHLqimQICCAAwDAYIKoZIhvcN"
                + "AgkFADAdBglghkgBZQMEASoEEMkk4Y4rwNjdNLSnqAirfHAEQDS0uKp+f+wevjuYNj23UGogMqNj"
                + "3i0nDhND4VwFVDFPKNFErNH6xuPEdbWNUw3uBxn65hCBeMi6pf2G27nBlR4="),
        arguments(
            "AES-256 with SHA-1",
            "MIGNMEkGCSqGSIb3DQEFDTA8MBsGCSqGSIb3DQEFDDAOBAiFp6xvohmYIwICCAAwHQYJYIZIAWUD"
                + "BAEqBBBYi4ywdughyd4WwnAVWwn4BEBo5qMlakcEDLDmvHOrHjkhSIIJZgXqA+DNTUEbfSnTtQ74"
                + "9nO3Nvh9jUibuzm2s1qKY6KI+K11oIk8UFYXoyKL"),
        arguments(
            "AES-256 with SHA-512",
            "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjmzZrAch6cwgICJxAwDAYIKoZIhvcN"
                + "AgsFADAdBglghkgBZQMEASoEEFZ7Ud9jSTxbBcYd3/HyDvUEQBcWlRTFNcY4sOOkzgYUqq3SOxL1"
                + "9xrZEIUF0lT0Q5waM47V2hPHp7p8Ozwn0sqCQ1aGzuGMHLQUzAYPa3m2Ltc="));
  }

  static Stream<Arguments> unsupported() {
    return Stream.of(
        arguments(
            "scrypt",
            "MIGTME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAggco7JJeO1pAICQAACAQgCAQEwHQYJ"
                + "YIZIAWUDBAEqBBBeXT/XsV0eG6HGhleIFCf6BEDtpCeuIuMhd5actuiW/clWsTqfxMHJk4y7CQtH"
                + "mi6qCGxvKRYphiaBfIbPAGilruvuVX4+H7QqK4NH7qJ83ECg"),
        arguments(
            "PBES1",
            "MFgwHAYKKoZIhvcNAQwBAzAOBAgFZ7MxtYNe3AICCAAEOFlDXqNMWj7uF9AMztpmBg8Ppac1L7V5"
                + "lcnwxsuXN2GFYkmBjAGjiDn1zWaGQ7+XTPMWFOBxoVpV"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encrypted")
  void aKeyIsDecrypted(String name, String body) throws IOException {
    String pem = encrypted(body);
    Path file = Files.writeString(folder.resolve("key.p8"), pem);

    assertThat(SigningKey.pem("kid", pem, passphrase())).isEqualTo(KEY);
    assertThat(SigningKey.pem("kid", file, passphrase())).isEqualTo(KEY);
    assertThat(SigningKey.pem("kid", pem.replace("ENCRYPTED ", ""), passphrase())).isEqualTo(KEY);
    assertThat(SigningKey.pem("kid", TestKeys.certificate() + pem, passphrase())).isEqualTo(KEY);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encrypted")
  void aWrongPassphraseIsTold(String name, String body) {
    // Some of them give a right padding.
    for (int i = 0; i < 60; i++) {
      char[] wrong = ("wr0ng-pass" + i).toCharArray();
      Throwable thrown = catchThrowable(() -> SigningKey.pem("kid", encrypted(body), wrong));
      assertThat(thrown)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("PEM text: the passphrase is wrong, or the PEM is damaged");
      assertThat(wrong).containsOnly('\0');
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsupported")
  void anotherEncryptionIsTold(String name, String body) {
    assertThatThrownBy(() -> SigningKey.pem("kid", encrypted(body), passphrase()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "PEM text: this private key is encrypted in a way that is not supported; convert it"
                + " with: openssl pkcs8 -topk8 -v2 aes256");
  }

  @Test
  void soIsThatOfOldOpenssl() {
    String pem = TestKeys.encryptedPkcs1(TestKeys.rsa());

    assertThatThrownBy(() -> SigningKey.pem("kid", pem, passphrase()))
        .hasMessageContaining("is encrypted in a way that is not supported; convert it");
  }

  @Test
  void thePassphraseIsWipedWhateverHappens() throws IOException {
    String pem = encrypted((String) encrypted().findFirst().orElseThrow().get()[1]);
    char[] good = passphrase();
    SigningKey.pem("kid", pem, good);
    assertThat(good).containsOnly('\0');

    char[] ofMissing = passphrase();
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> SigningKey.pem("kid", missing, ofMissing))
        .isInstanceOf(IOException.class);
    assertThat(ofMissing).containsOnly('\0');

    char[] ofBlank = passphrase();
    assertThatThrownBy(() -> SigningKey.pem(" ", pem, ofBlank))
        .hasMessageContaining("The key id must not be blank");
    assertThat(ofBlank).containsOnly('\0');

    char[] ofNull = passphrase();
    assertThatThrownBy(() -> SigningKey.pem("kid", (String) null, ofNull))
        .hasMessage(
            "The PEM text must not be null; check that the variable that it is read"
                + " from is set");
    assertThat(ofNull).containsOnly('\0');
  }

  @Test
  void aPassphraseThatWasWipedIsToldAsSuch() {
    String pem = encrypted((String) encrypted().findFirst().orElseThrow().get()[1]);
    for (char[] used : new char[][] {new char[0], new char[8]}) {
      assertThatThrownBy(() -> SigningKey.pem("kid", pem, used))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "The passphrase must not be empty, or filled with zeros as it" + " is after use");
    }
  }

  @Test
  void aKeyThatIsNotEncryptedNeedsNoPassphrase() {
    assertThat(SigningKey.pem("kid", TestKeys.pkcs8(TestKeys.rsa()), passphrase()))
        .isEqualTo(SigningKey.rs256("kid", TestKeys.rsa().getPrivate()));
  }

  @Test
  void anyBytesGiveAKeyOrADocumentedError() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] der =
        Base64.getDecoder().decode((String) encrypted().findFirst().orElseThrow().get()[1]);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = Arrays.copyOf(der, random.nextInt(3) == 0 ? random.nextInt(60) : der.length);
      // Not in the parameters of PBKDF2: so many iterations are not waited for.
      for (int n = random.nextInt(3); n >= 0 && damaged.length > 0; n--) {
        int at = random.nextInt(damaged.length);
        damaged[at >= 30 && at < 46 ? 0 : at] = (byte) random.nextInt();
      }
      String pem = TestKeys.pem("ENCRYPTED PRIVATE KEY", damaged);
      Throwable thrown = catchThrowable(() -> SigningKey.pem("kid", pem, passphrase()));
      if (thrown != null) {
        assertThat(thrown)
            .as("seed %s", seed)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("PEM text: ");
      }
    }
  }

  private static char[] passphrase() {
    return PASSPHRASE.toCharArray();
  }

  private static String encrypted(String body) {
    return pem("ENCRYPTED PRIVATE KEY", body);
  }

  private static String pem(String label, String body) {
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
