package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims and header fields that are computed from the key that signs the token. */
class TokenFunctionTest {
  private static final SigningKey ONE = SigningKey.rs256("one", TestKeys.rsa().getPrivate());
  private static final SigningKey TWO = SigningKey.rs256("two", TestKeys.otherRsa().getPrivate());

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  @TempDir Path folder;

  @Test
  void theFingerprintIsThatOfTheKeyThatSignsAlsoWhereItRotatesMeanwhile() throws Exception {
    AtomicReference<SigningKey> current = new AtomicReference<>(ONE);
    JwtScheme scheme =
        JwtScheme.signedWith(current::get)
            .claim(
                "fingerprint",
                (context, key) -> {
                  // Between the claim and the signature.
                  current.set(current.get().equals(ONE) ? TWO : ONE);
                  return key.fingerprint();
                })
            .headerField("jwk", (context, key) -> key.publicJwk())
            .lifetime(Duration.ofMinutes(5))
            .build();

    for (SigningKey key : new SigningKey[] {ONE, TWO, ONE}) {
      JWSObject token = JWSObject.parse(token(scheme));

      assertThat(token.getPayload().toJSONObject()).containsEntry("fingerprint", key.fingerprint());
      assertThat(token.getHeader().getKeyID()).isEqualTo(key.keyId().orElseThrow());
      JWK jwk = token.getHeader().getJWK();
      assertThat(jwk.toRSAKey().toPublicKey()).isEqualTo(key.publicKey());
      assertThat(token.verify(new RSASSAVerifier(jwk.toRSAKey()))).isTrue();
    }
  }

  @Test
  void soIsThatOfAFile() throws Exception {
    Path file = folder.resolve("kid.pem");
    Files.writeString(file, TestKeys.pkcs8(TestKeys.rsa()));
    JwtScheme scheme =
        JwtScheme.signedWith(KeyFile.pem(file))
            .headerField("jwk", (context, key) -> key.publicJwk())
            .claim(
                "fingerprint",
                (context, key) -> {
                  Files.writeString(file, TestKeys.pkcs8(TestKeys.otherRsa()));
                  return key.fingerprint();
                })
            .lifetime(Duration.ofMinutes(5))
            .build();

    for (SigningKey key : new SigningKey[] {ONE, TWO}) {
      JWSObject token = JWSObject.parse(token(scheme));
      assertThat(token.getPayload().toJSONObject()).containsEntry("fingerprint", key.fingerprint());
      assertThat(token.verify(new RSASSAVerifier(token.getHeader().getJWK().toRSAKey()))).isTrue();
    }
  }

  @Test
  void itsFailureNamesTheClaimAndNotTheMessage() {
    JwtScheme scheme =
        JwtScheme.signedWith(ONE)
            .claim(
                "nonce",
                (context, key) -> {
                  throw new IOException("s3cret");
                })
            .lifetime(Duration.ofMinutes(5))
            .build();

    assertThatThrownBy(() -> token(scheme))
        .isInstanceOf(CredentialException.class)
        .hasMessage("Claim nonce could not be computed: java.io.IOException; see its cause");
  }

  @Test
  void whatASchemeSaysInItsOwnWordsIsKept() {
    CredentialException own = new CredentialException("ask again");
    JwtScheme scheme =
        JwtScheme.signedWith(ONE)
            .claim(
                "nonce",
                (context, key) -> {
                  throw own;
                })
            .lifetime(Duration.ofMinutes(5))
            .build();

    assertThatThrownBy(() -> token(scheme)).isSameAs(own);
  }

  private String token(JwtScheme scheme) throws IOException {
    return scheme
        .issue(IssueContext.of("GET", URI.create("https://a.test/"), moment))
        .headers()
        .get("Authorization")
        .substring("Bearer ".length());
  }
}
