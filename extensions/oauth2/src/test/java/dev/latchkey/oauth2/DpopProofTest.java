package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPTokenRequestVerifier;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.latchkey.Origin;
import dev.latchkey.ResponseHead;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.TestKeys;
import java.net.URI;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DpopProofTest {
  private static final URI API = URI.create("https://api.test/orders");
  private static final DPoPIssuer ISSUER = new DPoPIssuer("client");

  /** The token of RFC 9449 §7.1, and its hash. */
  private static final String TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

  private static final String TOKEN_HASH = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo";

  private final Instant now = Instant.now();

  static SigningKey key(SigningAlgorithm algorithm) {
    return switch (algorithm) {
      case ES256 -> pem(TestKeys.ec());
      case ES384 -> pem(TestKeys.ec("secp384r1"));
      case ES512 -> pem(TestKeys.ec("secp521r1"));
      case EDDSA -> pem(TestKeys.ed25519());
      default -> pem(TestKeys.rsa()).withAlgorithm(algorithm);
    };
  }

  private static SigningKey pem(KeyPair pair) {
    return SigningKey.pem("kid", TestKeys.pkcs8(pair));
  }

  private static DpopNonces nonces(String nonce) {
    DpopNonces nonces = new DpopNonces();
    nonces.learn(Origin.of(API), ResponseHead.of(200, Map.of("DPoP-Nonce", nonce)));
    return nonces;
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "ES384", "ES512", "RS256", "PS256"})
  void nimbusAcceptsWhatEachKindOfKeySigns(SigningAlgorithm algorithm) throws Exception {
    DpopBinding binding = new DpopBinding(key(algorithm));
    URI endpoint = URI.create("https://login.test/token");
    SignedJWT first = SignedJWT.parse(binding.proof("POST", endpoint, now, new DpopNonces(), ""));
    SignedJWT proof = SignedJWT.parse(binding.proof("PUT", API, now, nonces("n1"), TOKEN));

    JWKThumbprintConfirmation bound =
        new DPoPTokenRequestVerifier(DpopServer.ALGORITHMS, endpoint, 5, 5, null)
            .verify(ISSUER, first, null);
    new DPoPProtectedResourceRequestVerifier(DpopServer.ALGORITHMS, 5, 5, null)
        .verify("PUT", API, ISSUER, proof, new DPoPAccessToken(TOKEN), bound, new Nonce("n1"));

    assertThat(proof.getHeader().getAlgorithm().getName()).isEqualTo(algorithm.joseName());
    assertThat(proof.getHeader().getJWK().isPrivate()).isFalse();
  }

  @Test
  void anEd25519KeySignsToo() throws Exception {
    KeyPair pair = TestKeys.ed25519();
    SignedJWT proof =
        SignedJWT.parse(new DpopBinding(pem(pair)).proof("PUT", API, now, nonces("n1"), TOKEN));

    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(pair.getPublic());
    signature.update(proof.getSigningInput());
    assertThat(signature.verify(proof.getSignature().decode())).isTrue();
    assertThat(proof.getHeader().getJWK().toJSONObject())
        .containsOnlyKeys("kty", "crv", "x")
        .containsEntry("x", pem(pair).publicJwk().get("x"));
  }

  @Test
  void aProofHasWhatTheRfcSaysAndNothingElse() throws Exception {
    DpopBinding binding = new DpopBinding(key(SigningAlgorithm.ES256));
    SignedJWT proof = SignedJWT.parse(binding.proof("PUT", API, now, nonces("n1"), TOKEN));
    SignedJWT first = SignedJWT.parse(binding.proof("POST", API, now, new DpopNonces(), ""));

    assertThat(proof.getHeader().toJSONObject())
        .containsOnlyKeys("typ", "alg", "jwk")
        .containsEntry("typ", "dpop+jwt");
    assertThat(proof.getHeader().getJWK().toJSONObject()).containsOnlyKeys("kty", "crv", "x", "y");
    assertThat(proof.getJWTClaimsSet().toJSONObject())
        .containsOnlyKeys("jti", "htm", "htu", "nonce", "iat", "ath")
        .containsEntry("htm", "PUT")
        .containsEntry("htu", "https://api.test/orders")
        .containsEntry("nonce", "n1")
        .containsEntry("ath", TOKEN_HASH);
    assertThat(proof.getJWTClaimsSet().getIssueTime())
        .isEqualTo(now.truncatedTo(ChronoUnit.SECONDS));
    assertThat(first.getJWTClaimsSet().toJSONObject()).containsOnlyKeys("jti", "htm", "htu", "iat");
  }

  @Test
  void eachProofHasAnIdOfItsOwn() throws Exception {
    DpopBinding binding = new DpopBinding(key(SigningAlgorithm.EDDSA));
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ids.add(
          SignedJWT.parse(binding.proof("GET", API, now, new DpopNonces(), TOKEN))
              .getJWTClaimsSet()
              .getJWTID());
    }

    assertThat(ids).hasSize(100);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://API.Test:443/a?b=c#d, https://api.test/a",
    "https://api.test, https://api.test/",
    "https://api.test?a=b, https://api.test/",
    "http://api.test:80/, http://api.test/",
    "http://api.test:8080/a/, http://api.test:8080/a/",
    "https://user:password@api.test/a, https://api.test/a",
    "https://[0:0:0:0:0:0:0:1]/a, https://[::1]/a",
    "https://api.test/%7Ea%2f%2F/../b;c=d, https://api.test/%7Ea%2f%2F/../b;c=d",
    "wss://api.test/socket, https://api.test/socket"
  })
  void theUriHasNoQueryAndAnOriginInItsNormalForm(URI uri, String htu) throws Exception {
    DpopBinding binding = new DpopBinding(key(SigningAlgorithm.ES256));

    assertThat(
            SignedJWT.parse(binding.proof("GET", uri, now, new DpopNonces(), TOKEN))
                .getJWTClaimsSet()
                .getStringClaim("htu"))
        .isEqualTo(htu);
  }

  @Test
  void aKeyWithoutAKnownPublicHalfIsRefusedAtOnce() {
    SigningKey secret = SigningKey.hs256("s3cret-of-at-least-thirty-two-bytes");
    SigningKey remote =
        SigningKey.remote("kid", SigningAlgorithm.ES256, message -> new byte[64]).withoutKeyId();

    assertThatThrownBy(() -> new DpopBinding(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("private key")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> new DpopBinding(remote))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("withPublicKey");
    assertThat(new DpopBinding(remote.withPublicKey(TestKeys.ec().getPublic())).mayBlock())
        .as("a key that is elsewhere")
        .isTrue();
    assertThat(new DpopBinding(key(SigningAlgorithm.ES256)).mayBlock()).isFalse();
  }
}
