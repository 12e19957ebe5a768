package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Keys in a key management service. */
class RemoteKeyTest {
  private static final String API = "https://api.test";
  private static final URI URL = URI.create(API + "/");
  private static final KeyPair PAIR = TestKeys.ec();

  private final TestKeyring test = new TestKeyring().jitter(() -> 0.0).ownThreads();

  @Test
  void eitherFormOfEcdsaBecomesThatOfJose() throws Exception {
    for (String name : new String[] {"SHA256withECDSA", "SHA256withECDSAinP1363Format"}) {
      SigningKey key =
          SigningKey.remote("kid", SigningAlgorithm.ES256, message -> sign(name, message));
      for (int i = 0; i < 50; i++) {
        JWSObject token = JWSObject.parse(token(key));
        assertThat(token.getHeader().getKeyID()).isEqualTo("kid");
        assertThat(token.verify(new ECDSAVerifier((ECPublicKey) PAIR.getPublic()))).isTrue();
      }
    }
  }

  @Test
  void aKeyThatIsElsewhereMayBlockAndOneThatIsHereDoesNot() {
    assertThat(SigningKey.remote("kid", SigningAlgorithm.ES256, message -> message).mayBlock())
        .isTrue();
    assertThat(SigningKey.of(SigningAlgorithm.ES256, PAIR.getPrivate()).mayBlock()).isFalse();
    assertThat(SigningKey.hs256("secret").mayBlock()).isFalse();
  }

  @Test
  void whatIsNoSignatureIsAFailure() {
    for (byte[] wrong :
        new byte[][] {null, {}, new byte[63], new byte[65], {0x30, 6, 2, 1, 1, 2}, new byte[256]}) {
      SigningKey key = SigningKey.remote("kid", SigningAlgorithm.ES256, message -> wrong);
      assertThatThrownBy(() -> token(key))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("the signer of the key returned ");
    }
    SigningKey rsa = SigningKey.remote("kid", SigningAlgorithm.PS256, message -> new byte[255]);
    assertThatThrownBy(() -> token(rsa))
        .hasMessage("the signer of the key returned 255 bytes, which is no signature of PS256");
  }

  @Test
  void signsOnTheExecutorAndBacksOffAfterAFailure() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<Thread> thread = new AtomicReference<>();
    SigningKey key =
        SigningKey.remote(
            "kid",
            SigningAlgorithm.ES256,
            message -> {
              thread.set(Thread.currentThread());
              if (asked.incrementAndGet() == 1) {
                throw new IOException("s3cret");
              }
              return sign("SHA256withECDSA", message);
            });
    JwtScheme scheme = JwtScheme.signedWith(key).lifetime(Duration.ofMinutes(5)).build();
    try (Keyring keyring = test.keyring(scheme)) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> keyring.headersFor("GET", URL))
            .isInstanceOf(CredentialException.class)
            .hasMessageContaining("the key could not sign: java.io.IOException")
            .hasMessageNotContaining("s3cret");
      }
      assertThat(asked).hasValue(1);
      assertThat(thread.get()).isNotSameAs(Thread.currentThread());

      test.clock.advance(Duration.ofSeconds(1));
      assertThat(keyring.headersFor("GET", URL)).containsKey("Authorization");
      assertThat(keyring.headersFor("GET", URL)).containsKey("Authorization");
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void isEqualIfIdAndSignerAreTheSame() {
    SigningKey.Signer signer = message -> message;
    SigningKey key = SigningKey.remote("kid", SigningAlgorithm.RS256, signer);

    assertThat(key)
        .isEqualTo(SigningKey.remote("kid", SigningAlgorithm.RS256, signer))
        .isNotEqualTo(SigningKey.remote("kid2", SigningAlgorithm.RS256, signer))
        .isNotEqualTo(SigningKey.remote("kid", SigningAlgorithm.PS256, signer))
        .isNotEqualTo(SigningKey.remote("kid", SigningAlgorithm.RS256, message -> message))
        .hasToString("SigningKey[RS256, id kid]");
    assertThatThrownBy(key::publicKey).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> key.withAlgorithm(SigningAlgorithm.RS512))
        .hasMessage("The key signs with RS256 only, not with RS512");
    assertThatThrownBy(() -> SigningKey.remote(" ", SigningAlgorithm.RS256, signer))
        .hasMessageContaining("The key id must not be blank");
  }

  @Test
  void itsPublicKeyCanBeGivenWithoutAskingIt() {
    SigningKey key =
        SigningKey.remote(
            "kid",
            SigningAlgorithm.ES256,
            message -> {
              throw new IOException("asked");
            });

    SigningKey known = key.withPublicKey(PAIR.getPublic());
    assertThat(known.publicKey()).isEqualTo(PAIR.getPublic());
    assertThat(known.keyId()).contains("kid");
    assertThat(known).isEqualTo(key.withPublicKey(PAIR.getPublic())).isNotEqualTo(key);
    assertThatThrownBy(() -> key.withPublicKey(TestKeys.ed25519().getPublic()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The public key must be for ES256, but was for EdDSA");
    assertThatThrownBy(() -> key.withPublicKey(TestKeys.ec("secp384r1").getPublic()))
        .hasMessageStartingWith("ES256 needs an EC key on P-256");
    assertThatThrownBy(() -> key.withPublicKey(null)).hasMessage("publicKey");
  }

  private static byte[] sign(String algorithm, byte[] message) throws IOException {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(PAIR.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private String token(SigningKey key) throws IOException {
    return TestCall.bearer(
        JwtScheme.signedWith(key)
            .lifetime(Duration.ofMinutes(5))
            .build()
            .issue(IssueContext.of("GET", URL, test.clock))
            .headers());
  }
}
