package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.TokenVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestKeys;
import java.net.URI;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What verifies the requests for tokens of {@code docs/vendors.md}. */
final class VendorFetchCases {
  private static final String NIMBUS = "Nimbus";
  private static final String JJWT = "jjwt";
  private static final PublicKey RSA = TestKeys.rsa().getPublic();
  private static final ECPublicKey EC = (ECPublicKey) TestKeys.ec().getPublic();
  private static final String PATH = "/oauth2/token";

  private static final Map<String, VendorFetch> ENDPOINTS =
      Map.of(
          "DPoP",
          new VendorFetch(
              PATH, VendorFetch.BEARER.replace("Bearer", "DPoP"), VendorFetchCases::dpop),
          "OAuth 2.0 client credentials",
          VendorFetch.bearer(PATH, VendorFetchCases::clientCredentials),
          "OAuth 2.0 private key JWT",
          VendorFetch.bearer(PATH, VendorFetchCases::privateKeyJwt),
          "OAuth 2.0 refresh token",
          VendorFetch.bearer(PATH, VendorFetchCases::refreshToken),
          "GitHub App installation",
          new VendorFetch(
              "/app/installations/" + VendorSecrets.installationId + "/access_tokens",
              "{\"token\":\"" + VendorFetch.TOKEN + "\",\"expires_at\":\"2100-01-01T00:00:00Z\"}",
              VendorFetchCases::gitHub),
          "Google service account (exchange)",
          VendorFetch.bearer("/token", VendorFetchCases::google),
          "Salesforce",
          new VendorFetch(
              "/services/oauth2/token",
              VendorFetch.BEARER.replace(",\"expires_in\":3600", ""),
              VendorFetchCases::salesforce),
          "Box",
          VendorFetch.bearer(PATH, VendorFetchCases::box),
          "Zoom",
          VendorFetch.bearer("/oauth/token", VendorFetchCases::zoom));

  private VendorFetchCases() {}

  static List<VendorCase> all() {
    return List.of(
        fetched("OAuth 2.0 client credentials", "/orders", NIMBUS),
        fetched("OAuth 2.0 private key JWT", "/orders", NIMBUS),
        fetched("OAuth 2.0 refresh token", "/orders", NIMBUS),
        VendorCase.get("DPoP", "/orders?limit=5", NIMBUS, VendorProof::atApi),
        fetched("GitHub App installation", "/installation/repositories?per_page=5", NIMBUS),
        fetched(
            "Google service account (exchange)",
            "/v1/projects/acme-prod/topics",
            "google-auth-library"),
        fetched("Salesforce", "/services/data/v64.0/limits", JJWT),
        fetched("Box", "/2.0/folders/0", "jjwt, box-java-sdk"),
        fetched("Zoom", "/v2/users/me/meetings?page_size=5", NIMBUS));
  }

  /** Returns where a vendor's token is fetched; null if none is. */
  static @Nullable VendorFetch endpoint(String vendor) {
    return ENDPOINTS.get(vendor);
  }

  private static VendorCase fetched(String vendor, String target, String by) {
    return VendorCase.get(
        vendor,
        target,
        by,
        request -> assertThat(VendorToken.bearer(request)).isEqualTo(VendorFetch.TOKEN));
  }

  private static void clientCredentials(SentRequest sent) throws Exception {
    HTTPRequest request = VendorFetch.nimbus(sent);
    assertThat(secret(ClientSecretBasic.parse(request))).isEqualTo(VendorSecrets.clientSecret);
    assertThat(grant(request).getType()).isEqualTo(GrantType.CLIENT_CREDENTIALS);
    hasFields(request, Map.of("scope", "orders.read orders.write"), "grant_type");
  }

  private static void privateKeyJwt(SentRequest sent) throws Exception {
    HTTPRequest request = VendorFetch.nimbus(sent);
    PrivateKeyJWT client = PrivateKeyJWT.parse(request);
    assertThat(client.getClientAssertion().verify(new ECDSAVerifier(EC))).isTrue();
    assertThat(client.getClientID().getValue()).isEqualTo(VendorSecrets.clientId);
    assertThat(client.getClientAssertion().getHeader().getKeyID()).isEqualTo("2X9R4HXF34");
    assertThat(client.getJWTAuthenticationClaimsSet().getJWTID().getValue()).isNotEmpty();
    assertThat(client.getJWTAuthenticationClaimsSet().getAudience())
        .singleElement()
        .satisfies(audience -> assertIsEndpoint(URI.create(audience.getValue()), sent));
    assertThat(grant(request).getType()).isEqualTo(GrantType.CLIENT_CREDENTIALS);
    hasFields(
        request,
        Map.of("scope", "orders.read"),
        "grant_type",
        "client_id",
        "client_assertion",
        "client_assertion_type");
  }

  private static void assertIsEndpoint(URI audience, SentRequest sent) {
    assertThat(audience.getAuthority()).isEqualTo(sent.header("Host"));
    assertThat(audience.getPath()).isEqualTo(PATH);
  }

  private static void refreshToken(SentRequest sent) throws Exception {
    HTTPRequest request = VendorFetch.nimbus(sent);
    assertThat(secret(ClientSecretPost.parse(request))).isEqualTo(VendorSecrets.clientSecret);
    assertThat(((RefreshTokenGrant) grant(request)).getRefreshToken().getValue())
        .isEqualTo(VendorSecrets.refreshToken);
    hasFields(request, Map.of(), "grant_type", "refresh_token", "client_id", "client_secret");
  }

  private static void dpop(SentRequest sent) throws Exception {
    VendorProof.atEndpoint(sent);
    HTTPRequest request = VendorFetch.nimbus(sent);
    assertThat(secret(ClientSecretBasic.parse(request))).isEqualTo(VendorSecrets.clientSecret);
    assertThat(grant(request).getType()).isEqualTo(GrantType.CLIENT_CREDENTIALS);
    hasFields(request, Map.of(), "grant_type");
  }

  private static void gitHub(SentRequest sent) throws Exception {
    assertThat(sent.body()).isEmpty();
    VendorToken.nimbus(VendorToken.bearer(sent), RSA)
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT"))
        .hasClaims(Map.of("iss", VendorSecrets.clientId))
        .isDated(Duration.ofMinutes(1), Duration.ofMinutes(10));
  }

  private static void google(SentRequest sent) throws Exception {
    String assertion = assertion(VendorFetch.nimbus(sent), Map.of());
    TokenVerifier.newBuilder()
        .setPublicKey(RSA)
        .setIssuer(VendorSecrets.clientEmail)
        .setAudience("https://oauth2.googleapis.com/token")
        .build()
        .verify(assertion);
    VendorToken.read(assertion)
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT", "kid", VendorSecrets.privateKeyId))
        .hasClaims(
            Map.of(
                "iss", VendorSecrets.clientEmail,
                "aud", "https://oauth2.googleapis.com/token",
                "scope", "https://www.googleapis.com/auth/pubsub"))
        .isDated(Duration.ZERO, Duration.ofHours(1));
  }

  private static void salesforce(SentRequest sent) throws Exception {
    VendorToken.jjwt(assertion(VendorFetch.nimbus(sent), Map.of()), RSA)
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT"))
        .hasClaims(
            Map.of(
                "iss", VendorSecrets.consumerKey,
                "sub", VendorSecrets.username,
                "aud", "https://login.salesforce.com"))
        .isDated(Duration.ZERO, Duration.ofMinutes(3));
  }

  private static void box(SentRequest sent) throws Exception {
    HTTPRequest request = VendorFetch.nimbus(sent);
    assertThat(secret(ClientSecretPost.parse(request))).isEqualTo(VendorSecrets.clientSecret);
    VendorToken token =
        VendorToken.jjwt(
            assertion(
                request,
                Map.of(
                    "client_id",
                    VendorSecrets.clientId,
                    "client_secret",
                    VendorSecrets.clientSecret)),
            RSA);
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
    claims.put("jti", VendorToken.uuid(token.claims().get("jti")));
    token
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT", "kid", VendorSecrets.publicKeyId))
        .hasClaims(claims)
        .isDated(Duration.ZERO, Duration.ofSeconds(45))
        // Box's package sets no iat, ends the assertion earlier, and has a random id of its own.
        .isLike(VendorBox.assertion(), "iat", "exp", "jti");
  }

  private static void zoom(SentRequest sent) throws Exception {
    HTTPRequest request = VendorFetch.nimbus(sent);
    assertThat(secret(ClientSecretBasic.parse(request))).isEqualTo(VendorSecrets.clientSecret);
    hasFields(
        request,
        Map.of("grant_type", "account_credentials", "account_id", VendorSecrets.accountId));
  }

  private static String assertion(HTTPRequest request, Map<String, String> others)
      throws ParseException {
    hasFields(request, others, "grant_type", "assertion");
    return ((JWTBearerGrant) grant(request)).getAssertion();
  }

  private static AuthorizationGrant grant(HTTPRequest request) throws ParseException {
    return AuthorizationGrant.parse(request.getBodyAsFormParameters());
  }

  private static String secret(ClientAuthentication client) {
    assertThat(client.getClientID().getValue()).isEqualTo(VendorSecrets.clientId);
    return ((PlainClientSecret) client).getClientSecret().getValue();
  }

  /** The form has these fields, those that Nimbus has read, and no others. */
  private static void hasFields(HTTPRequest request, Map<String, String> fields, String... read)
      throws ParseException {
    Map<String, List<String>> form = new HashMap<>(request.getBodyAsFormParameters());
    assertThat(form.keySet()).containsAll(List.of(read));
    form.keySet().removeAll(List.of(read));
    assertThat(form).hasSameSizeAs(fields);
    fields.forEach((name, value) -> assertThat(form).containsEntry(name, List.of(value)));
  }
}
