package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.TokenVerifier;
import com.vonage.jwt.Jwt;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestKeys;
import io.livekit.server.AccessToken;
import io.livekit.server.RoomList;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What verifies the tokens of {@code docs/vendors.md}. */
final class VendorTokenCases {
  private static final String NIMBUS = "Nimbus";
  private static final String JJWT = "jjwt";
  private static final PublicKey RSA = TestKeys.rsa().getPublic();
  private static final PublicKey EC = TestKeys.ec().getPublic();

  private VendorTokenCases() {}

  static List<VendorCase> all() {
    return List.of(
        VendorCase.get("GitHub App", "/app", NIMBUS, VendorTokenCases::gitHub),
        VendorCase.get(
            "Google service account",
            "/v1/projects/acme-prod/topics?pageSize=5",
            "google-auth-library",
            VendorTokenCases::google),
        VendorCase.get("App Store Connect", "/v1/apps?limit=5", NIMBUS, VendorTokenCases::appStore),
        VendorCase.post(
            "APNs",
            "/3/device/00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0",
            "{\"aps\":{\"alert\":\"Hello\"}}",
            NIMBUS,
            VendorTokenCases::apns),
        VendorCase.get("Ghost", "/ghost/api/admin/posts/", JJWT, VendorTokenCases::ghost),
        VendorCase.post(
            "LiveKit",
            "/twirp/livekit.RoomService/ListRooms",
            "{}",
            "jjwt, livekit-server",
            VendorTokenCases::liveKit),
        VendorCase.post("Stream", "/channels", "{}", NIMBUS, VendorTokenCases::stream),
        VendorCase.get(
            "Vonage", "/v1/calls?page_size=5", "Nimbus, Vonage's jwt", VendorTokenCases::vonage),
        VendorCase.post(
            "Coinbase CDP (EC)",
            "/platform/v2/evm/accounts?pageSize=5",
            "{}",
            NIMBUS,
            request ->
                coinbase(request, VendorToken.nimbus(VendorToken.bearer(request), EC), "ES256")),
        VendorCase.post(
            "Coinbase CDP (Ed25519)",
            "/platform/v2/evm/accounts?pageSize=5",
            "{}",
            JJWT,
            request ->
                coinbase(
                    request,
                    VendorToken.jjwt(
                        VendorToken.bearer(request), VendorSecrets.ed25519.getPublic()),
                    "EdDSA")),
        VendorCase.post(
            "Snowflake", "/api/v2/statements", "{}", NIMBUS, VendorTokenCases::snowflake));
  }

  private static void gitHub(SentRequest request) throws Exception {
    VendorToken.nimbus(VendorToken.bearer(request), RSA)
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT"))
        .hasClaims(Map.of("iss", VendorSecrets.clientId))
        .isDated(Duration.ofMinutes(1), Duration.ofMinutes(10));
  }

  private static void google(SentRequest request) throws Exception {
    TokenVerifier.newBuilder()
        .setPublicKey(RSA)
        .setIssuer(VendorSecrets.clientEmail)
        .setAudience("https://pubsub.googleapis.com/")
        .build()
        .verify(VendorToken.bearer(request));
    VendorToken.read(VendorToken.bearer(request))
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT", "kid", VendorSecrets.privateKeyId))
        .hasClaims(
            Map.of(
                "iss", VendorSecrets.clientEmail,
                "sub", VendorSecrets.clientEmail,
                "aud", "https://pubsub.googleapis.com/"))
        .isDated(Duration.ZERO, Duration.ofHours(1));
  }

  private static void appStore(SentRequest request) throws Exception {
    VendorToken.nimbus(VendorToken.bearer(request), EC)
        .hasHeader(Map.of("alg", "ES256", "typ", "JWT", "kid", "2X9R4HXF34"))
        .hasClaims(Map.of("iss", VendorSecrets.issuerId, "aud", "appstoreconnect-v1"))
        .isDated(Duration.ZERO, Duration.ofMinutes(15));
  }

  private static void apns(SentRequest request) throws Exception {
    VendorToken token = VendorToken.nimbus(VendorToken.after("bearer ", request), EC);
    token.hasHeader(Map.of("alg", "ES256", "kid", "2X9R4HXF34"));
    assertThat(token.claims())
        .containsOnlyKeys("iss", "iat")
        .containsEntry("iss", VendorSecrets.teamId);
    assertThat(token.date("iat")).isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  private static void ghost(SentRequest request) throws Exception {
    byte[] secret = HexFormat.of().parseHex(VendorSecrets.ghostSecret);
    VendorToken.jjwt(VendorToken.after("Ghost ", request), secret)
        .hasHeader(Map.of("alg", "HS256", "typ", "JWT", "kid", VendorSecrets.ghostKeyId))
        .hasClaims(Map.of("aud", "/admin/"))
        .isDated(Duration.ZERO, Duration.ofMinutes(5));
  }

  private static void liveKit(SentRequest request) throws Exception {
    byte[] secret = VendorSecrets.utf8(VendorSecrets.apiSecret);
    VendorToken token = VendorToken.jjwt(VendorToken.bearer(request), secret);
    token
        .hasHeader(Map.of("alg", "HS256", "typ", "JWT"))
        .hasClaims(Map.of("iss", VendorSecrets.apiKey, "video", Map.of("roomList", true)))
        .isDated(Duration.ZERO, Duration.ofMinutes(10));
    AccessToken own = new AccessToken(VendorSecrets.apiKey, VendorSecrets.apiSecret);
    own.addGrants(new RoomList(true));
    own.setExpiration(Date.from(token.date("exp")));
    // LiveKit's package sets no iat, and adds an empty grant for SIP.
    token.isLike(own.toJwt(), "iat", "sip");
  }

  private static void stream(SentRequest request) throws Exception {
    assertThat(request.header("stream-auth-type")).isEqualTo("jwt");
    assertThat(request.target()).isEqualTo("/channels?api_key=" + VendorSecrets.apiKey);
    VendorToken token =
        VendorToken.nimbus(
            VendorToken.after("", request), VendorSecrets.utf8(VendorSecrets.apiSecret));
    token.hasHeader(Map.of("alg", "HS256", "typ", "JWT"));
    assertThat(token.claims()).isEqualTo(Map.of("server", true));
  }

  private static void vonage(SentRequest request) throws Exception {
    VendorToken token = VendorToken.nimbus(VendorToken.bearer(request), RSA);
    token
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT"))
        .hasClaims(
            Map.of(
                "application_id",
                VendorSecrets.applicationId,
                "jti",
                VendorToken.uuid(token.claims().get("jti"))))
        .isDated(Duration.ZERO, Duration.ofMinutes(15))
        .isLike(
            Jwt.builder()
                .applicationId(VendorSecrets.applicationId)
                .privateKeyContents(VendorSecrets.privateKey)
                .id((String) token.claims().get("jti"))
                .issuedAt(token.date("iat").atZone(ZoneOffset.UTC))
                .expiresAt(token.date("exp").atZone(ZoneOffset.UTC))
                .build()
                .generate());
  }

  private static void coinbase(SentRequest request, VendorToken token, String algorithm) {
    String uri = request.method() + " 127.0.0.1" + request.target().replaceAll("\\?.*", "");
    token
        .hasHeader(
            Map.of(
                "alg",
                algorithm,
                "typ",
                "JWT",
                "kid",
                VendorSecrets.keyName,
                "nonce",
                VendorToken.uuid(token.header().get("nonce"))))
        .hasClaims(
            Map.of(
                "iss",
                "cdp",
                "sub",
                VendorSecrets.keyName,
                "nbf",
                token.claims().get("iat"),
                "uris",
                List.of(uri)))
        .isDated(Duration.ZERO, Duration.ofMinutes(2));
  }

  private static void snowflake(SentRequest request) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(RSA.getEncoded());
    String fingerprint = "SHA256:" + Base64.getEncoder().encodeToString(hash);
    assertThat(request.header("X-Snowflake-Authorization-Token-Type")).isEqualTo("KEYPAIR_JWT");
    VendorToken.nimbus(VendorToken.bearer(request), RSA)
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT"))
        .hasClaims(Map.of("iss", "ACME-PROD.ROBOT." + fingerprint, "sub", "ACME-PROD.ROBOT"))
        .isDated(Duration.ZERO, Duration.ofMinutes(50));
  }
}
