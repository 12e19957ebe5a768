package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is signed by each algorithm is verified by Nimbus. */
class SigningAlgorithmTest {
  private static final byte[] SECRET =
      "a-secret-of-sixty-four-bytes-which-is-what-HS512-asks-for-at-least"
          .getBytes(StandardCharsets.UTF_8);
  private static final Map<SigningAlgorithm, KeyPair> PAIRS =
      Map.of(
          SigningAlgorithm.ES256, TestKeys.ec("secp256r1"),
          SigningAlgorithm.ES384, TestKeys.ec("secp384r1"),
          SigningAlgorithm.ES512, TestKeys.ec("secp521r1"),
          SigningAlgorithm.EDDSA, TestKeys.ed25519());
  private static final URI URL = URI.create("https://api.test/");

  private final TestKeyring test = new TestKeyring();

  @ParameterizedTest
  @EnumSource
  void aTokenIsVerifiedAndRefusedWithOneByteChanged(SigningAlgorithm algorithm) throws Exception {
    JwtScheme scheme = scheme(algorithm).lifetime(Duration.ofMinutes(5)).build();

    String token = token(scheme);

    JWSObject parsed = JWSObject.parse(token);
    assertThat(parsed.getHeader().getAlgorithm().getName()).isEqualTo(algorithm.joseName());
    assertThat(verifies(token, algorithm)).as("as it is").isTrue();
    int payload = token.indexOf('.') + 1;
    for (int at : new int[] {payload + 5, token.lastIndexOf('.') + 1, token.length() - 5}) {
      assertThat(verifies(changed(token, at), algorithm)).as("changed at %s", at).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSignatureHasTheLengthOfItsAlgorithm(SigningAlgorithm algorithm) throws Exception {
    String token = token(scheme(algorithm).lifetime(Duration.ofMinutes(5)).build());

    int length = algorithm.signatureLength() == 0 ? 2048 / 8 : algorithm.signatureLength();
    assertThat(JWSObject.parse(token).getSignature().decode()).hasSize(length);
  }

  @ParameterizedTest
  @EnumSource
  void onlyADeterministicSignatureIsKeptUntilItsSecondEnds(SigningAlgorithm algorithm)
      throws IOException {
    JwtScheme scheme = scheme(algorithm).lifetime(Duration.ofMinutes(5)).perRequest().build();
    try (Keyring keyring = test.ownThreads().keyring(scheme)) {
      boolean same = headers(keyring).equals(headers(keyring));

      assertThat(same).isEqualTo(token(scheme).equals(token(scheme)));
      assertThat(same).isEqualTo(algorithm.isDeterministic());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyOfAnotherKindIsToldWhatTheAlgorithmNeeds(SigningAlgorithm algorithm) {
    SigningKey key = key(algorithm);
    for (SigningAlgorithm other : SigningAlgorithm.values()) {
      boolean fits =
          other == algorithm
              || (kind(other) == kind(algorithm) && kind(other) != SigningFamily.ECDSA);
      if (fits) {
        assertThat(key.withAlgorithm(other).algorithm()).isEqualTo(other);
      } else {
        assertThatThrownBy(() -> key.withAlgorithm(other))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(other + " needs ");
      }
    }
  }

  @Test
  void aKeyKeepsItsIdAndIsNotEqualUnderAnotherAlgorithm() {
    SigningKey key = SigningKey.rs256("kid", TestKeys.rsa().getPrivate());
    SigningKey changed = key.withAlgorithm(SigningAlgorithm.PS512);

    assertThat(changed.keyId()).contains("kid");
    assertThat(changed).isNotEqualTo(key).hasToString("SigningKey[PS512, id kid]");
    assertThat(changed.withAlgorithm(SigningAlgorithm.RS256)).isEqualTo(key);
  }

  @Test
  void aRotationMayChangeTheAlgorithm() throws Exception {
    AtomicReference<SigningKey> current = new AtomicReference<>(key(SigningAlgorithm.RS256));
    JwtScheme scheme =
        JwtScheme.signedWith(current::get).lifetime(Duration.ofMinutes(5)).perRequest().build();
    try (Keyring keyring = test.keyring(scheme)) {
      keyring.headersFor("GET", URL);
      current.set(key(SigningAlgorithm.EDDSA));
      test.clock.advance(Duration.ofSeconds(1));
      String token = TestCall.bearer(keyring.headersFor("GET", URL));

      assertThat(verifies(token, SigningAlgorithm.EDDSA)).isTrue();
      assertThat(Token.parse(token).header()).containsEntry("alg", "EdDSA");
      assertThat(test.events.of("keyChanged"))
          .containsExactly("keyChanged https://api.test EdDSA kid");
    }
  }

  @Test
  void onlyHmacTakesASecret() {
    assertThatThrownBy(() -> SigningKey.hmac(SigningAlgorithm.RS256, SECRET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "RS256 needs a private key, but this is a shared secret; use HS256, HS384 or HS512");
    assertThatThrownBy(() -> SigningKey.hmac(SigningAlgorithm.HS384, new byte[0]))
        .hasMessage("The HMAC secret must not be empty");
  }

  private static SigningFamily kind(SigningAlgorithm algorithm) {
    return algorithm.family() == SigningFamily.RSA_PSS ? SigningFamily.RSA : algorithm.family();
  }

  private static JwtScheme.Builder scheme(SigningAlgorithm algorithm) {
    return JwtScheme.signedWith(key(algorithm)).algorithm(algorithm).issuer("me");
  }

  private static SigningKey key(SigningAlgorithm algorithm) {
    return switch (algorithm.family()) {
      case HMAC -> SigningKey.hmac(algorithm, SECRET);
      case RSA, RSA_PSS ->
          SigningKey.rs256("kid", TestKeys.rsa().getPrivate()).withAlgorithm(algorithm);
      case ECDSA, EDDSA -> SigningKey.pem("kid", TestKeys.pkcs8(PAIRS.get(algorithm)));
    };
  }

  private static JWSVerifier verifier(SigningAlgorithm algorithm) throws JOSEException {
    return switch (algorithm.family()) {
      case HMAC -> new MACVerifier(SECRET);
      case RSA, RSA_PSS -> new RSASSAVerifier((RSAPublicKey) TestKeys.rsa().getPublic());
      case ECDSA -> new ECDSAVerifier((ECPublicKey) PAIRS.get(algorithm).getPublic());
      // Nimbus verifies Ed25519 only with Tink.
      case EDDSA -> throw new IllegalArgumentException();
    };
  }

  private static boolean verifies(String token, SigningAlgorithm algorithm) throws JOSEException {
    try {
      JWSObject parsed = JWSObject.parse(token);
      if (algorithm == SigningAlgorithm.EDDSA) {
        return isEd25519(parsed, PAIRS.get(algorithm).getPublic());
      }
      return parsed.getHeader().getAlgorithm().equals(JWSAlgorithm.parse(algorithm.joseName()))
          && parsed.verify(verifier(algorithm));
    } catch (ParseException e) {
      return false;
    }
  }

  private static boolean isEd25519(JWSObject token, PublicKey key) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(token.getSigningInput());
      return verifier.verify(token.getSignature().decode());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Changes one bit of the byte that begins at this character. */
  private static String changed(String token, int at) {
    int start = token.lastIndexOf('.', at) + 1;
    int end = token.indexOf('.', at) < 0 ? token.length() : token.indexOf('.', at);
    byte[] part = new Base64URL(token.substring(start, end)).decode();
    part[(at - start) * 6 / 8] ^= 1;
    return token.substring(0, start) + Base64URL.encode(part) + token.substring(end);
  }

  private String token(JwtScheme scheme) throws IOException {
    return scheme
        .issue(IssueContext.of("GET", URL, test.clock))
        .headers()
        .get("Authorization")
        .substring("Bearer ".length());
  }

  private static String headers(Keyring keyring) throws IOException {
    return keyring.headersFor("GET", URL).get("Authorization");
  }
}
