package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys that only their provider can use, as in a PKCS#11 device. */
class HiddenKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
  private static final Device DEVICE = new Device();

  @BeforeAll
  static void plugIn() {
    Security.addProvider(DEVICE);
  }

  @AfterAll
  static void unplug() {
    Security.removeProvider(DEVICE.getName());
  }

  @Test
  void anRsaKeySignsWithAllItsAlgorithms() throws Exception {
    KeyPair pair = TestKeys.rsa();
    SigningKey key = SigningKey.of(SigningAlgorithm.RS256, new HiddenPrivateKey("RSA", pair));

    for (SigningAlgorithm algorithm :
        Set.of(SigningAlgorithm.RS256, SigningAlgorithm.RS512, SigningAlgorithm.PS256)) {
      byte[] signature = key.withAlgorithm(algorithm).sign(MESSAGE);
      byte[] same = SigningKey.of(algorithm, pair.getPrivate()).sign(MESSAGE);
      assertThat(signature).hasSameSizeAs(same);
      if (algorithm.isDeterministic()) {
        assertThat(signature).isEqualTo(same);
      }
    }
    assertThat(key.withKeyId("kid")).hasToString("SigningKey[RS256, id kid]");
    assertThat(SigningKey.rs256("kid", new HiddenPrivateKey("RSA", pair)).keyId()).contains("kid");
  }

  /** The device has ECDSA in DER only, as Windows does. */
  @Test
  void theDerOfADeviceBecomesTheFormOfJose() throws Exception {
    KeyPair pair = TestKeys.ec("secp521r1");
    SigningKey key = SigningKey.of(SigningAlgorithm.ES512, new HiddenPrivateKey("EC", pair));

    for (int i = 0; i < 50; i++) {
      byte[] signature = key.sign(MESSAGE);
      Signature verifier = Signature.getInstance("SHA512withECDSAinP1363Format");
      verifier.initVerify(pair.getPublic());
      verifier.update(MESSAGE);
      assertThat(signature).hasSize(132);
      assertThat(verifier.verify(signature)).isTrue();
    }
  }

  @Test
  void aKeyThatCannotSignWithTheAlgorithmIsRefused() {
    PrivateKey rsa = new HiddenPrivateKey("RSA", TestKeys.rsa());
    PrivateKey p521 = new HiddenPrivateKey("EC", TestKeys.ec("secp521r1"));

    assertThatThrownBy(() -> SigningKey.of(SigningAlgorithm.ES256, rsa))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ES256 needs an EC private key, but this is a key for RSA that cannot sign with it");
    assertThatThrownBy(() -> SigningKey.of(SigningAlgorithm.ES256, p521))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot sign with it");
    assertThatThrownBy(() -> SigningKey.of(SigningAlgorithm.RS384, p521))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SigningKey.of(SigningAlgorithm.HS256, rsa))
        .hasMessage("HS256 needs a shared secret, but this is a private key");
  }

  @Test
  void aKeyIsEqualToItselfOnlyAndHasNoPublicKey() {
    PrivateKey hidden = new HiddenPrivateKey("RSA", TestKeys.rsa());
    SigningKey key = SigningKey.of(SigningAlgorithm.RS256, hidden);

    assertThat(key)
        .isEqualTo(SigningKey.of(SigningAlgorithm.RS256, hidden))
        .isNotEqualTo(
            SigningKey.of(SigningAlgorithm.RS256, new HiddenPrivateKey("RSA", TestKeys.rsa())));
    assertThatThrownBy(key::publicKey)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The public key of this key is not known");
  }

  @Test
  void itsPublicKeyCanBeGivenAndIsCheckedWithoutAskingTheDeviceAgain() {
    KeyPair rsa = TestKeys.rsa();
    KeyPair p521 = TestKeys.ec("secp521r1");
    HiddenPrivateKey hidden = new HiddenPrivateKey("RSA", rsa);
    SigningKey key = SigningKey.of(SigningAlgorithm.RS256, hidden);
    SigningKey same = SigningKey.of(SigningAlgorithm.RS256, hidden);
    SigningKey pss = key.withAlgorithm(SigningAlgorithm.PS256);
    SigningKey ec = SigningKey.of(SigningAlgorithm.ES512, new HiddenPrivateKey("EC", p521));
    hidden.onSign =
        () -> {
          throw new SignatureException("the device is asked");
        };

    SigningKey known = key.withPublicKey(rsa.getPublic());
    assertThat(known.publicKey()).isEqualTo(rsa.getPublic());
    assertThat(known).isEqualTo(same.withPublicKey(rsa.getPublic())).isNotEqualTo(same);
    assertThat(known.fingerprint()).startsWith("SHA256:");
    assertThat(pss.withPublicKey(rsa.getPublic()).jwkThumbprint()).isEqualTo(known.jwkThumbprint());
    assertThat(ec.withPublicKey(p521.getPublic()).publicJwk()).containsEntry("crv", "P-521");
    for (SigningKey each : new SigningKey[] {key, pss, known}) {
      assertThatThrownBy(() -> each.withPublicKey(TestKeys.otherRsa().getPublic()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The public key must belong to the private key, but does not verify its"
                  + " signatures");
    }
    assertThatThrownBy(() -> ec.withPublicKey(TestKeys.ec("secp521r1").getPublic()))
        .hasMessageStartingWith("The public key must belong to the private key");
    assertThatThrownBy(() -> ec.withPublicKey(TestKeys.ec("secp256r1").getPublic()))
        .hasMessage("ES512 needs an EC key on P-521, but this one is on P-256; use ES256");
    assertThatThrownBy(() -> key.withPublicKey(p521.getPublic()))
        .hasMessage("The public key must be for RS256, but was for EC");
  }

  @Test
  void itsPublicKeyStaysWithAnotherAlgorithm() {
    KeyPair pair = TestKeys.rsa();
    SigningKey key =
        SigningKey.of(SigningAlgorithm.RS256, new HiddenPrivateKey("RSA", pair))
            .withPublicKey(pair.getPublic());

    assertThat(key.withAlgorithm(SigningAlgorithm.PS256).publicKey()).isEqualTo(pair.getPublic());
    assertThat(key.withKeyId("kid").publicKey()).isEqualTo(pair.getPublic());
  }

  @Test
  void aDeviceIsAskedOnTheExecutorAndMayFail() throws IOException {
    AtomicReference<Thread> asked = new AtomicReference<>();
    HiddenPrivateKey hidden = new HiddenPrivateKey("RSA", TestKeys.rsa());
    hidden.onSign =
        () -> {
          asked.set(Thread.currentThread());
          if (hidden.unplugged) {
            throw new SignatureException("secret words");
          }
        };
    JwtScheme scheme =
        JwtScheme.signedWith(SigningKey.of(SigningAlgorithm.RS256, hidden))
            .lifetime(Duration.ofMinutes(5))
            .build();
    try (Keyring keyring = Keyring.builder().add("https://api.test", scheme).build()) {
      hidden.unplugged = true;
      assertThatThrownBy(() -> keyring.headersFor("GET", URI.create("https://api.test/")))
          .isInstanceOf(CredentialException.class)
          .hasMessageStartingWith(
              "No credential for https://api.test: the key could not sign:"
                  + " java.security.SignatureException");
      assertThat(asked.get()).isNotSameAs(Thread.currentThread());
    }
  }

  private interface OnSign {
    void run() throws SignatureException;
  }

  /** Tells nothing but its algorithm. */
  private static final class HiddenPrivateKey implements PrivateKey {
    private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final transient KeyPair pair;
    private transient OnSign onSign = () -> {};
    private volatile boolean unplugged;

    HiddenPrivateKey(String algorithm, KeyPair pair) {
      this.algorithm = algorithm;
      this.pair = pair;
    }

    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }

  /** A provider that signs with hidden keys only. */
  private static final class Device extends Provider {
    private static final long serialVersionUID = 1L;

    Device() {
      super("Device", "1", "signs with hidden keys");
      for (String name :
          Set.of(
              "SHA256withRSA",
              "SHA384withRSA",
              "SHA512withRSA",
              "RSASSA-PSS",
              "SHA256withECDSA",
              "SHA512withECDSA")) {
        putService(
            new Service(this, "Signature", name, DeviceSignature.class.getName(), null, null) {
              @Override
              public Object newInstance(Object parameter) {
                return new DeviceSignature(name);
              }
            });
      }
    }
  }

  private static final class DeviceSignature extends SignatureSpi {
    private final String name;
    private Signature signature;
    private HiddenPrivateKey key;

    DeviceSignature(String name) {
      this.name = name;
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      if (!(key instanceof HiddenPrivateKey hidden)) {
        throw new InvalidKeyException();
      }
      try {
        this.key = hidden;
        signature = Signature.getInstance(name);
        signature.initSign(hidden.pair.getPrivate());
      } catch (GeneralSecurityException e) {
        throw new InvalidKeyException(e);
      }
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      throw new InvalidKeyException();
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
      signature.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) throws SignatureException {
      signature.update(bytes, from, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      key.onSign.run();
      return signature.sign();
    }

    @Override
    protected boolean engineVerify(byte[] bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec parameters) {
      try {
        signature.setParameter(parameters);
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
