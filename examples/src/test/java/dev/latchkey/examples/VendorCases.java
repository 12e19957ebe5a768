package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.TokenVerifier;
import dev.latchkey.TestKeys;
import dev.latchkey.contract.SentRequest;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.Credentials;

/** What verifies the requests of each vendor in {@code docs/vendors.md}. */
final class VendorCases {
  private static final String NIMBUS = "Nimbus";
  private static final String JJWT = "jjwt";
  private static final PublicKey RSA = TestKeys.rsa().getPublic();
  private static final PublicKey EC = TestKeys.ec().getPublic();

  private VendorCases() {}

  static List<VendorCase> all() {
    return List.of(
        VendorCase.get("Postmark", "/server", "comparison", VendorCases::postmark),
        VendorCase.get("Datadog", "/api/v1/validate", "comparison", VendorCases::datadog),
        VendorCase.get("Stripe", "/v1/balance", "OkHttp", VendorCases::stripe),
        VendorCase.post("Zoom", "/oauth/token", "{}", "OkHttp", VendorCases::zoom),
        VendorCase.get("GitHub App", "/app", NIMBUS, VendorCases::gitHub),
        VendorCase.get(
            "Google service account",
            "/v1/projects/acme-prod/topics?pageSize=5",
            "google-auth-library",
            VendorCases::google),
        VendorCase.get("App Store Connect", "/v1/apps?limit=5", NIMBUS, VendorCases::appStore),
        VendorCase.get("Ghost", "/ghost/api/admin/posts/", JJWT, VendorCases::ghost),
        VendorCase.post(
            "LiveKit", "/twirp/livekit.RoomService/ListRooms", "{}", JJWT, VendorCases::liveKit),
        VendorCase.post("Stream", "/channels?api_key=k", "{}", NIMBUS, VendorCases::stream),
        VendorCase.get("Vonage", "/v1/calls?page_size=5", NIMBUS, VendorCases::vonage),
        VendorCase.post(
            "Coinbase CDP (EC)",
            "/platform/v2/evm/accounts?pageSize=5",
            "{}",
            NIMBUS,
            request -> coinbase(request, VendorToken.nimbus(bearer(request), EC), "ES256")),
        VendorCase.post(
            "Coinbase CDP (Ed25519)",
            "/platform/v2/evm/accounts?pageSize=5",
            "{}",
            JJWT,
            request ->
                coinbase(
                    request,
                    VendorToken.jjwt(bearer(request), VendorSecrets.ed25519.getPublic()),
                    "EdDSA")),
        VendorCase.post("Snowflake", "/api/v2/statements", "{}", NIMBUS, VendorCases::snowflake),
        VendorCase.post(
            "Salesforce", "/services/oauth2/token", "{}", JJWT, VendorCases::salesforce),
        VendorCase.post("Box", "/oauth2/token", "{}", JJWT, VendorCases::box));
  }

  private static void postmark(SentRequest request) {
    assertThat(request.header("X-Postmark-Server-Token")).isEqualTo(VendorSecrets.serverToken);
  }

  private static void datadog(SentRequest request) {
    assertThat(request.header("DD-API-KEY")).isEqualTo(VendorSecrets.apiKey);
    assertThat(request.header("DD-APPLICATION-KEY")).isEqualTo(VendorSecrets.applicationKey);
  }

  private static void stripe(SentRequest request) {
    assertThat(request.header("Authorization"))
        .isEqualTo(Credentials.basic(VendorSecrets.secretKey, ""));
  }

  private static void zoom(SentRequest request) {
    assertThat(request.header("Authorization"))
        .isEqualTo(Credentials.basic(VendorSecrets.clientId, VendorSecrets.clientSecret));
  }

  private static void gitHub(SentRequest request) throws Exception {
    VendorToken.nimbus(bearer(request), RSA)
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
        .verify(bearer(request));
    VendorToken.read(bearer(request))
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT", "kid", VendorSecrets.privateKeyId))
        .hasClaims(
            Map.of(
                "iss", VendorSecrets.clientEmail,
                "sub", VendorSecrets.clientEmail,
                "aud", "https://pubsub.googleapis.com/"))
        .isDated(Duration.ZERO, Duration.ofHours(1));
  }

  private static void appStore(SentRequest request) throws Exception {
    VendorToken.nimbus(bearer(request), EC)
        .hasHeader(Map.of("alg", "ES256", "typ", "JWT", "kid", "2X9R4HXF34"))
        .hasClaims(Map.of("iss", VendorSecrets.issuerId, "aud", "appstoreconnect-v1"))
        .isDated(Duration.ZERO, Duration.ofMinutes(15));
  }

  private static void ghost(SentRequest request) throws Exception {
    byte[] secret = HexFormat.of().parseHex(VendorSecrets.ghostSecret);
    VendorToken.jjwt(after("Ghost ", request), secret)
        .hasHeader(Map.of("alg", "HS256", "typ", "JWT", "kid", VendorSecrets.ghostKeyId))
        .hasClaims(Map.of("aud", "/admin/"))
        .isDated(Duration.ZERO, Duration.ofMinutes(5));
  }

  private static void liveKit(SentRequest request) throws Exception {
    byte[] secret = VendorSecrets.utf8(VendorSecrets.apiSecret);
    VendorToken.jjwt(bearer(request), secret)
        .hasHeader(Map.of("alg", "HS256", "typ", "JWT"))
        .hasClaims(Map.of("iss", VendorSecrets.apiKey, "video", Map.of("roomList", true)))
        .isDated(Duration.ZERO, Duration.ofMinutes(10));
  }

  private static void stream(SentRequest request) throws Exception {
    assertThat(request.header("stream-auth-type")).isEqualTo("jwt");
    VendorToken token =
        VendorToken.nimbus(after("", request), VendorSecrets.utf8(VendorSecrets.apiSecret));
    token.hasHeader(Map.of("alg", "HS256", "typ", "JWT"));
    assertThat(token.claims()).isEqualTo(Map.of("server", true));
  }

  private static void vonage(SentRequest request) throws Exception {
    VendorToken token = VendorToken.nimbus(bearer(request), RSA);
    token
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT"))
        .hasClaims(
            Map.of(
                "application_id",
                VendorSecrets.applicationId,
                "jti",
                uuid(token.claims().get("jti"))))
        .isDated(Duration.ZERO, Duration.ofMinutes(15));
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
                uuid(token.header().get("nonce"))))
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
    VendorToken.nimbus(bearer(request), RSA)
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT"))
        .hasClaims(Map.of("iss", "ACME-PROD.ROBOT." + fingerprint, "sub", "ACME-PROD.ROBOT"))
        .isDated(Duration.ZERO, Duration.ofMinutes(50));
  }

  private static void salesforce(SentRequest request) throws Exception {
    VendorToken.jjwt(bearer(request), RSA)
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT"))
        .hasClaims(
            Map.of(
                "iss", VendorSecrets.consumerKey,
                "sub", VendorSecrets.username,
                "aud", "https://login.salesforce.com"))
        .isDated(Duration.ZERO, Duration.ofMinutes(3));
  }

  private static void box(SentRequest request) throws Exception {
    VendorToken token = VendorToken.jjwt(bearer(request), RSA);
    Map<String, Object> claims =
        new HashMap<>(
            Map.of(
                "iss",
                VendorSecrets.clientId,
                "sub",
                VendorSecrets.enterpriseId,
                "aud",
                "https://api.box.com/oauth2/token",
                "box_sub_type",
                "enterprise"));
    claims.put("jti", uuid(token.claims().get("jti")));
    token
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT", "kid", VendorSecrets.publicKeyId))
        .hasClaims(claims)
        .isDated(Duration.ZERO, Duration.ofSeconds(45));
  }

  private static String bearer(SentRequest request) {
    return after("Bearer ", request);
  }

  private static String after(String word, SentRequest request) {
    String value = request.header("Authorization");
    assertThat(value).startsWith(word);
    return value.substring(word.length());
  }

  private static String uuid(Object value) {
    return UUID.fromString((String) value).toString();
  }
}
