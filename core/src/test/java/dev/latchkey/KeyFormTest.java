package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.EdECPrivateKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of EC and Ed25519 in their forms, and keys without an id. */
class KeyFormTest {
  @TempDir Path folder;

  @Test
  void everyFormOfAnEcKeyGivesEqualKeys() {
    for (String curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
      KeyPair pair = TestKeys.ec(curve);
      SigningKey key = SigningKey.pem("kid", TestKeys.pkcs8(pair));

      assertThat(SigningKey.pem("kid", TestKeys.sec1OfOpenssl(pair))).isEqualTo(key);
      assertThat(SigningKey.pemText(TestKeys.sec1OfOpenssl(pair)).withKeyId("kid")).isEqualTo(key);
      assertThat(key).isNotEqualTo(SigningKey.pem("kid", TestKeys.pkcs8(TestKeys.ec(curve))));
    }
  }

  @Test
  void theAlgorithmFollowsFromTheKey() {
    assertThat(SigningKey.pemText(TestKeys.pkcs1(TestKeys.rsa()))).hasToString("SigningKey[RS256]");
    assertThat(SigningKey.pemText(TestKeys.pkcs8(TestKeys.ec()))).hasToString("SigningKey[ES256]");
    assertThat(SigningKey.pemText(TestKeys.pkcs8(TestKeys.ec("secp384r1"))))
        .hasToString("SigningKey[ES384]");
    assertThat(SigningKey.pemText(TestKeys.pkcs8(TestKeys.ec("secp521r1"))))
        .hasToString("SigningKey[ES512]");
    assertThat(SigningKey.pemText(TestKeys.pkcs8(TestKeys.ed25519())))
        .hasToString("SigningKey[EdDSA]");
  }

  @Test
  void aSeedIsThePrivateKeyOfEd25519() {
    KeyPair pair = TestKeys.ed25519();
    byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    SigningKey key = SigningKey.ed25519(seed);
    seed[0] ^= 1;

    assertThat(key).isEqualTo(SigningKey.pemText(TestKeys.pkcs8(pair)));
    assertThat(key).isNotEqualTo(SigningKey.ed25519(seed));
    assertThatThrownBy(() -> SigningKey.ed25519(new byte[64]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The seed of an Ed25519 key must have 32 bytes, but had 64; if it has 64, use the first"
                + " 32");
  }

  @Test
  void anEd25519KeyMayBringItsPublicKey() {
    KeyPair pair = TestKeys.ed25519();
    byte[] encoded = pair.getPrivate().getEncoded();
    byte[] publicKey = pair.getPublic().getEncoded();
    // OneAsymmetricKey of RFC 5958: version 1, and the public key in a [1].
    ByteBuffer der = ByteBuffer.allocate(83).put(encoded).put(new byte[] {(byte) 0x81, 33, 0});
    der.put(publicKey, publicKey.length - 32, 32);
    der.put(1, (byte) 81).put(4, (byte) 1);

    assertThat(SigningKey.pemText(TestKeys.pem("PRIVATE KEY", der.array())))
        .isEqualTo(SigningKey.pemText(TestKeys.pkcs8(pair)));
  }

  @Test
  void anEcKeyOnAnotherCurveIsTold() {
    // SEC 1 of a key on secp256k1: its object identifier is 1.3.132.0.10.
    byte[] der = HexFormat.of().parseHex("302e0201010420" + "42".repeat(32) + "a00706052b8104000a");
    assertThatThrownBy(() -> SigningKey.pemText(TestKeys.pem("EC PRIVATE KEY", der)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this is an EC key on an unknown curve")
        .hasMessageNotContaining("4242");
  }

  @Test
  void anEcKeyWhoseNumberIsOutOfRangeIsDamaged() {
    for (String number : List.of("00".repeat(32), "ff".repeat(32))) {
      byte[] der = HexFormat.of().parseHex("30310201010420" + number + "a00a06082a8648ce3d030107");
      assertThatThrownBy(() -> SigningKey.pemText(TestKeys.pem("EC PRIVATE KEY", der)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void aTokenOfAKeyWithoutIdHasNoKid() throws IOException {
    Path file = Files.writeString(folder.resolve("kid.pem"), TestKeys.pkcs8(TestKeys.rsa()));
    JwtScheme.Builder scheme = JwtScheme.signedWith(SigningKey.pem(file).withoutKeyId());

    Credential credential =
        scheme
            .lifetime(Duration.ofMinutes(5))
            .build()
            .issue(
                IssueContext.of(
                    "GET", URI.create("https://a.test/"), ManualClock.at("2026-01-01T00:00:00Z")));

    String token = credential.headers().get("Authorization").substring("Bearer ".length());
    assertThat(Token.rs256(token, TestKeys.rsa()).header()).containsOnlyKeys("alg", "typ");
  }
}
