package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPTokenRequestVerifier;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestKeys;
import java.net.URI;
import java.security.interfaces.ECPublicKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies proofs of possession (RFC 9449) with Nimbus, once each and so without their ids. */
final class VendorProof {
  private static final Set<JWSAlgorithm> ES256 = Set.of(JWSAlgorithm.ES256);
  private static final DPoPIssuer CLIENT = new DPoPIssuer(VendorSecrets.clientId);
  private static final long SECONDS = 60;
  private static final @Nullable Nonce NO_NONCE = null;

  private VendorProof() {}

  /** Of a request for a token. */
  static void atEndpoint(SentRequest sent) throws Exception {
    JWKThumbprintConfirmation proven =
        new DPoPTokenRequestVerifier(ES256, uri(sent), SECONDS, SECONDS, null)
            .verify(CLIENT, proof(sent), NO_NONCE);
    assertThat(proven).isEqualTo(key());
  }

  /** Of a request with a token, which it names. */
  static void atApi(SentRequest sent) throws Exception {
    String token = VendorToken.after("DPoP ", sent);
    assertThat(token).isEqualTo(VendorFetch.TOKEN);
    new DPoPProtectedResourceRequestVerifier(ES256, SECONDS, SECONDS, null)
        .verify(
            sent.method(),
            uri(sent),
            CLIENT,
            proof(sent),
            new DPoPAccessToken(token),
            key(),
            NO_NONCE);
  }

  private static SignedJWT proof(SentRequest sent) throws Exception {
    return SignedJWT.parse(sent.header("DPoP"));
  }

  private static URI uri(SentRequest sent) {
    return URI.create("http://" + sent.header("Host") + sent.target().replaceAll("\\?.*", ""));
  }

  private static JWKThumbprintConfirmation key() throws Exception {
    ECPublicKey key = (ECPublicKey) TestKeys.ec().getPublic();
    return JWKThumbprintConfirmation.of(new ECKey.Builder(Curve.P_256, key).build());
  }
}
