package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
  private static final String SECRET = "correct-horse-battery-staple-42-x";

  @TempDir Path folder;

  @Test
  void everyFormOfOneKeyGivesEqualKeys() throws IOException {
    String pkcs8 = TestKeys.pkcs8(TestKeys.rsa());
    String pkcs1 = TestKeys.pkcs1(TestKeys.rsa());
    Path file = Files.writeString(folder.resolve("kid.pem"), pkcs8);
    Path oldForm = Files.writeString(folder.resolve("other.pem"), pkcs1);

    SigningKey key = SigningKey.rs256("kid", TestKeys.rsa().getPrivate());

    assertThat(SigningKey.pem("kid", pkcs8)).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(SigningKey.pem("kid", pkcs1)).isEqualTo(key);
    assertThat(SigningKey.pem("kid", new StringReader(pkcs8))).isEqualTo(key);
    assertThat(SigningKey.pem("kid", new StringReader(pkcs1))).isEqualTo(key);
    assertThat(SigningKey.pem("kid", file)).isEqualTo(key);
    assertThat(SigningKey.pem("kid", oldForm)).isEqualTo(key);
    assertThat(SigningKey.pem(file)).isEqualTo(key);
  }

  @Test
  void anotherKeyOrAnotherIdIsNotEqual() {
    SigningKey key = SigningKey.rs256("kid", TestKeys.rsa().getPrivate());

    assertThat(key).isNotEqualTo(SigningKey.rs256("kid2", TestKeys.rsa().getPrivate()));
    assertThat(key).isNotEqualTo(SigningKey.rs256("kid", TestKeys.otherRsa().getPrivate()));
    assertThat(key).isNotEqualTo(SigningKey.hs256(SECRET).withKeyId("kid"));
    assertThat(SigningKey.hs256("a")).isNotEqualTo(SigningKey.hs256("b")).isNotEqualTo("a");
  }

  @Test
  void theKeyIdIsTheFileNameUnlessGiven() throws IOException {
    Path file = Files.writeString(folder.resolve("7c1.pem"), TestKeys.pkcs8(TestKeys.rsa()));

    assertThat(SigningKey.pem(file).keyId()).contains("7c1");
    assertThat(SigningKey.pem("mine", file).keyId()).contains("mine");
    assertThat(SigningKey.hs256(SECRET).keyId()).isEmpty();
    assertThat(SigningKey.hs256(SECRET).withKeyId("k").keyId()).contains("k");
  }

  @Test
  void tellsItsAlgorithm() {
    assertThat(SigningKey.hs256(SECRET).algorithm()).isEqualTo(SigningAlgorithm.HS256);
    assertThat(SigningKey.rs256("kid", TestKeys.rsa().getPrivate()).algorithm())
        .isEqualTo(SigningAlgorithm.RS256);
  }

  @Test
  void aSecretIsItsUtf8Bytes() throws IOException {
    String secret = "pässwörd-☃-and-some-more-bytes-here";

    assertThat(SigningKey.hs256(secret))
        .isEqualTo(SigningKey.hs256(secret.getBytes(StandardCharsets.UTF_8)));
    String token = emptyToken(SigningKey.hs256(secret));
    assertThat(Token.hs256(token, secret).claims()).isEmpty();
  }

  @Test
  void secretBytesAreCopied() throws IOException {
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    SigningKey key = SigningKey.hs256(secret);
    secret[0] = 'X';

    assertThat(key).isEqualTo(SigningKey.hs256(SECRET));
    assertThat(Token.isHs256(emptyToken(key), SECRET)).isTrue();
  }

  @Test
  void anEmptySecretIsRefused() {
    assertThatThrownBy(() -> SigningKey.hs256(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The HMAC secret must not be empty");
    assertThatThrownBy(() -> SigningKey.hs256(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The HMAC secret must not be empty");
  }

  @Test
  void aSecretThatEndsWithALineBreakIsRefusedAndNotShown() {
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      assertThatThrownBy(() -> SigningKey.hs256(SECRET + end))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must not end with a line break")
          .hasMessageNotContaining("horse");
    }
  }

  @Test
  void aShortRsaKeyIsRefused() {
    String pem = TestKeys.pkcs8(TestKeys.shortRsa());

    assertThatThrownBy(() -> SigningKey.rs256("kid", TestKeys.shortRsa().getPrivate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The RSA key must have at least 2048 bits for RS256, but had 1024");
    Throwable thrown = catchThrowable(() -> SigningKey.pem("kid", pem));
    assertThat(thrown).hasMessageContaining("at least 2048 bits for RS256, but had 1024");
    PemTest.assertShowsNothingOf(pem, thrown);
  }

  @Test
  void anEcKeyIsRefused() {
    assertThatThrownBy(() -> SigningKey.rs256("kid", TestKeys.ec().getPrivate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RS256 needs an RSA private key, but this is a key for EC");
  }

  @Test
  void aBlankKeyIdIsRefused() {
    for (String blank : new String[] {"", " ", "\t\n"}) {
      assertThatThrownBy(() -> SigningKey.rs256(blank, TestKeys.rsa().getPrivate()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The key id must not be blank");
      assertThatThrownBy(() -> SigningKey.pem(blank, TestKeys.pkcs8(TestKeys.rsa())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The key id must not be blank");
      assertThatThrownBy(() -> SigningKey.hs256(SECRET).withKeyId(blank))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The key id must not be blank");
    }
  }

  @Test
  void aFileThatIsNotNamedAfterItsKeyNeedsTheId() throws IOException {
    Path file = Files.writeString(folder.resolve("admin.key"), TestKeys.pkcs8(TestKeys.rsa()));

    assertThatThrownBy(() -> SigningKey.pem(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("admin.key")
        .hasMessageContaining("pass the key id as well");
    assertThat(SigningKey.pem("kid", file).keyId()).contains("kid");
  }

  @Test
  void aMissingFileIsAnIoErrorThatNamesIt() {
    Path missing = folder.resolve("missing.pem");

    assertThatThrownBy(() -> SigningKey.pem(missing))
        .isInstanceOf(IOException.class)
        .hasMessage("Key file " + missing + " does not exist");
  }

  @Test
  void aFolderInPlaceOfAFileIsAnIoErrorThatNamesIt() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("dir.pem"));

    assertThatThrownBy(() -> SigningKey.pem(directory))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Key file " + directory + " cannot be read");
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    Path huge = folder.resolve("huge.pem");
    Files.write(huge, new byte[(1 << 20) + 1]);

    assertThatThrownBy(() -> SigningKey.pem(huge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Key file " + huge + " must be at most 1 MiB, but is larger");
  }

  @Test
  void aFileWithoutEndIsNotRead() throws IOException {
    Path zero = Path.of("/dev/zero");
    assumeThat(zero).exists();

    assertThatThrownBy(() -> SigningKey.pem("kid", zero))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Key file " + zero + " must be at most 1 MiB, but is larger");
    Path link = Files.createSymbolicLink(folder.resolve("kid.pem"), zero);
    assertThatThrownBy(() -> KeyFile.pem(link)).hasMessageContaining("must be at most 1 MiB");
  }

  @Test
  void aReaderWithoutEndIsNotRead() {
    Reader endless =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, 'x');
            return length;
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> SigningKey.pem("kid", endless))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("PEM text: it must have at most 1 Mi characters, but has more");
  }

  @Test
  void anUnsetVariableIsToldByWhatItWasToHold() {
    assertThatThrownBy(() -> SigningKey.pem("kid", (String) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage(
            "The PEM text must not be null; check that the variable that it is read"
                + " from is set");
    assertThatThrownBy(() -> SigningKey.hs256((String) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage(
            "The HMAC secret must not be null; check that the variable that it is read"
                + " from is set");
  }

  @Test
  void aKeyThatIsDamagedSoThatItCannotSignIsRefused() throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    RSAPrivateCrtKey good = (RSAPrivateCrtKey) TestKeys.rsa().getPrivate();
    BigInteger bit = BigInteger.ONE.shiftLeft(100);
    RSAPrivateKeySpec[] damaged = {
      crt(good, good.getModulus().xor(bit), good.getPrimeP(), good.getCrtCoefficient()),
      crt(good, good.getModulus(), good.getPrimeP().xor(bit), good.getCrtCoefficient()),
      crt(good, good.getModulus(), good.getPrimeP(), good.getCrtCoefficient().xor(bit)),
    };
    for (RSAPrivateKeySpec spec : damaged) {
      PrivateKey key = factory.generatePrivate(spec);
      String pem = TestKeys.pem("PRIVATE KEY", key.getEncoded());

      assertThatThrownBy(() -> SigningKey.rs256("kid", key))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The RSA key is damaged: what it signs cannot be verified; get a new copy");
      Throwable thrown = catchThrowable(() -> SigningKey.pem("kid", pem));
      assertThat(thrown).hasMessageContaining("is damaged");
      PemTest.assertShowsNothingOf(pem, thrown);
    }
  }

  @Test
  void aKeyWithoutPublicExponentIsTaken() throws GeneralSecurityException {
    RSAPrivateCrtKey crt = (RSAPrivateCrtKey) TestKeys.rsa().getPrivate();
    PrivateKey plain =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new RSAPrivateKeySpec(crt.getModulus(), crt.getPrivateExponent()));

    assertThat(plain).isNotInstanceOf(RSAPrivateCrtKey.class);
    assertThat(SigningKey.rs256("kid", plain)).isEqualTo(SigningKey.rs256("kid", crt));
  }

  private static String emptyToken(SigningKey key) throws IOException {
    JwtScheme scheme = JwtScheme.signedWith(key).withoutIssuedAt().withoutExpiry().build();
    return scheme.token(
        IssueContext.of("GET", URI.create("https://api.example.com/"), Clock.systemUTC()));
  }

  private static RSAPrivateKeySpec crt(
      RSAPrivateCrtKey key, BigInteger modulus, BigInteger primeP, BigInteger coefficient) {
    return new RSAPrivateCrtKeySpec(
        modulus,
        key.getPublicExponent(),
        key.getPrivateExponent(),
        primeP,
        key.getPrimeQ(),
        key.getPrimeExponentP(),
        key.getPrimeExponentQ(),
        coefficient);
  }

  @Test
  void aBinaryFileIsNotPem() throws IOException {
    Path der = folder.resolve("der.pem");
    Files.write(der, TestKeys.rsa().getPrivate().getEncoded());

    assertThatThrownBy(() -> SigningKey.pem(der))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Key file " + der + ": this is binary (DER)");
  }

  @Test
  void theFaultOfAFileNamesTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("k.pem"), TestKeys.publicKey(TestKeys.rsa()));

    assertThatThrownBy(() -> SigningKey.pem("kid", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("this is a public key");
  }

  @Test
  void aReaderThatFailsIsAnIoError() {
    Reader broken =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("broken");
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> SigningKey.pem("kid", broken))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
  }

  @Test
  void showsAlgorithmAndIdOnly() {
    assertThat(SigningKey.hs256(SECRET)).hasToString("SigningKey[HS256]");
    assertThat(SigningKey.rs256("kid", TestKeys.rsa().getPrivate()))
        .hasToString("SigningKey[RS256, id kid]");
  }
}
