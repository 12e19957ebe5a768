package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.latchkey.testing.TestKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The public half of a signing key, and its fingerprints. */
class PublicKeyTest {

  @Test
  void isDerivedFromThePrivateKey() {
    for (int i = 0; i < 4; i++) {
      for (KeyPair pair :
          List.of(
              TestKeys.ec("secp256r1"),
              TestKeys.ec("secp384r1"),
              TestKeys.ec("secp521r1"),
              TestKeys.ed25519(),
              TestKeys.rsa())) {
        assertThat(SigningKey.pemText(TestKeys.pkcs8(pair)).publicKey().getEncoded())
            .isEqualTo(pair.getPublic().getEncoded());
      }
    }
  }

  @Test
  void isDerivedWithTheUsualExponentWhereAnRsaKeyDoesNotTellIt() throws Exception {
    RSAPrivateKey crt = (RSAPrivateKey) TestKeys.rsa().getPrivate();
    RSAPrivateKeySpec plain = new RSAPrivateKeySpec(crt.getModulus(), crt.getPrivateExponent());

    SigningKey key = SigningKey.rs256("k", KeyFactory.getInstance("RSA").generatePrivate(plain));

    assertThat(key.publicKey()).isEqualTo(TestKeys.rsa().getPublic());
  }

  @Test
  void aSecretHasNone() {
    assertThatThrownBy(() -> SigningKey.hs256("secret").publicKey())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A shared secret has no public key");
    assertThatThrownBy(() -> SigningKey.hs256("secret").fingerprint())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void canBeGivenToAKeyThatKnowsItOnlyIfItIsTheSame() throws Exception {
    KeyPair pair = TestKeys.ec();
    SigningKey key = SigningKey.of(SigningAlgorithm.ES256, pair.getPrivate());
    assertThat(key.withPublicKey(pair.getPublic())).isEqualTo(key);
    assertThatThrownBy(() -> key.withPublicKey(TestKeys.ec("secp256r1").getPublic()))
        .hasMessageStartingWith("The public key must belong to the private key");
    assertThatThrownBy(() -> SigningKey.hs256("secret").withPublicKey(pair.getPublic()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A shared secret has no public key");
  }

  @Test
  void canBeGivenToAnRsaKeyOfAnUnusualExponentThatDoesNotTellIt() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, BigInteger.valueOf(3)));
    KeyPair pair = generator.generateKeyPair();
    RSAPrivateKey crt = (RSAPrivateKey) pair.getPrivate();
    RSAPrivateKeySpec plain = new RSAPrivateKeySpec(crt.getModulus(), crt.getPrivateExponent());
    SigningKey key = SigningKey.rs256("k", KeyFactory.getInstance("RSA").generatePrivate(plain));

    assertThatThrownBy(key::publicKey)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("withPublicKey");
    for (SigningAlgorithm algorithm : List.of(SigningAlgorithm.RS256, SigningAlgorithm.PS384)) {
      SigningKey known = key.withAlgorithm(algorithm).withPublicKey(pair.getPublic());
      assertThat(known.publicKey()).isEqualTo(pair.getPublic());
      assertThatThrownBy(
              () -> key.withAlgorithm(algorithm).withPublicKey(TestKeys.rsa().getPublic()))
          .hasMessageStartingWith("The public key must belong to the private key");
    }
  }

  @Test
  void theFingerprintIsThatOfTheSubjectPublicKeyInfo() throws Exception {
    KeyPair pair = TestKeys.rsa();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(pair.getPublic().getEncoded());

    assertThat(SigningKey.pemText(TestKeys.pkcs8(pair)).fingerprint())
        .isEqualTo("SHA256:" + Base64.getEncoder().encodeToString(hash));
  }

  @Test
  void thumbprintsAreThoseOfNimbus() throws Exception {
    KeyPair rsa = TestKeys.rsa();
    assertThat(SigningKey.pemText(TestKeys.pkcs8(rsa)).jwkThumbprint())
        .isEqualTo(
            new RSAKey.Builder((RSAPublicKey) rsa.getPublic())
                .build()
                .computeThumbprint()
                .toString());
    for (Curve curve : List.of(Curve.P_256, Curve.P_384, Curve.P_521)) {
      KeyPair pair = TestKeys.ec(curve.getStdName());
      assertThat(SigningKey.pemText(TestKeys.pkcs8(pair)).jwkThumbprint())
          .isEqualTo(
              new ECKey.Builder(curve, (ECPublicKey) pair.getPublic())
                  .build()
                  .computeThumbprint()
                  .toString());
    }
  }

  /** RFC 7638 §3.1. */
  @Test
  void theThumbprintOfRfc7638() throws Exception {
    String modulus =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJ"
            + "ECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR"
            + "0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-b"
            + "FTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKg"
            + "w";
    BigInteger n = new BigInteger(1, Base64.getUrlDecoder().decode(modulus));
    RSAPublicKeySpec spec = new RSAPublicKeySpec(n, BigInteger.valueOf(65537));

    assertThat(
            PublicJwk.thumbprint(PublicJwk.of(KeyFactory.getInstance("RSA").generatePublic(spec))))
        .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  }

  /** RFC 8037 A.1 to A.4. */
  @Test
  void theKeyAndTheTokenOfRfc8037() throws Exception {
    SigningKey key = SigningKey.ed25519(Base64.getUrlDecoder().decode(RFC8037_SEED));

    assertThat(key.publicJwk())
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(
                    "crv", "Ed25519",
                    "kty", "OKP",
                    "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")));
    assertThat(key.jwkThumbprint()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    String input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    assertThat(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.sign(input.getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
  }

  private static final String RFC8037_SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

  /** RFC 8032 §7.1, test 3. */
  @Test
  void theSignatureOfRfc8032() throws Exception {
    HexFormat hex = HexFormat.of();
    SigningKey key =
        SigningKey.ed25519(
            hex.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));

    assertThat(hex.formatHex(key.sign(hex.parseHex("af82"))))
        .isEqualTo(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
  }
}
