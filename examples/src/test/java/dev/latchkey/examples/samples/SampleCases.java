package dev.latchkey.examples.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Credentials;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** What each sample is to send, as its servers see it, and to print. */
final class SampleCases {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  /** Runs one sample and checks what came of it. */
  @FunctionalInterface
  interface Case {
    void check(SampleRun sample) throws Exception;
  }

  static final Map<String, Case> ALL =
      Map.ofEntries(
          Map.entry("AuthgearUsers.java", SampleCases::authgearUsers),
          Map.entry("FeignOrders.java", SampleCases::feignOrders),
          Map.entry("FetchedToken.java", SampleCases::fetchedToken),
          Map.entry("HeaderKey.java", SampleCases::headerKey),
          Map.entry("KotlinOrders.kt", SampleCases::kotlinOrders),
          Map.entry("KubernetesPods.java", SampleCases::kubernetesPods),
          Map.entry("RetrofitApis.java", SampleCases::retrofitApis),
          Map.entry("SeveralVendors.java", SampleCases::severalVendors),
          Map.entry("SignedOrder.java", SampleCases::signedOrder),
          Map.entry("SignedToken.java", SampleCases::signedToken),
          Map.entry("Tenants.java", SampleCases::tenants),
          Map.entry("WebSocketFeed.java", SampleCases::webSocketFeed));

  private SampleCases() {}

  private static void authgearUsers(SampleRun sample) throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).generate();
    byte[] pkcs8 = key.toPrivateKey().getEncoded();
    String pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8);
    sample.file(
        "my-key-id.pem", "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
    try (SampleServer authgear = SampleServer.answering("{\"data\":{}}")) {
      List<String> printed = sample.main(authgear.origin(), "myapp", sample.folder());

      assertThat(printed).containsExactly("200 {\"data\":{}}");
      assertThat(authgear.lines()).containsExactly("POST /_api/admin/graphql");
      assertThat(authgear.requests().get(0).getBody().utf8())
          .isEqualTo("{\"query\":\"{ users { totalCount } }\"}");
      SignedJWT token = verified(bearer(authgear, 0), new RSASSAVerifier(key));
      assertThat(token.getHeader().getKeyID()).isEqualTo("my-key-id");
      assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("myapp");
      assertThat(lifetime(token)).isEqualTo(300);
    }
  }

  private static void feignOrders(SampleRun sample) throws Exception {
    try (SampleServer api = SampleServer.answering("{\"cups\":2}")) {
      List<String> printed = sample.main(api.origin(), sample.file("password", "hush\n"));

      assertThat(printed).containsExactly("{\"cups\":2}");
      assertThat(api.lines()).containsExactly("GET /orders/1");
      assertThat(api.headers("Authorization")).containsExactly(Credentials.basic("shop", "hush"));
    }
  }

  private static void fetchedToken(SampleRun sample) throws Exception {
    try (SampleServer login = login();
        SampleServer api = SampleServer.answering("{}")) {
      List<String> printed =
          sample.main(
              login.origin() + "/oauth2/token", api.origin(), sample.file("secret", "a+b\n"));

      assertThat(printed).containsExactly("200 {}", "200 {}", "200 {}");
      assertThat(login.lines()).containsExactly("POST /oauth2/token");
      assertThat(login.headers("Authorization"))
          .containsExactly(Credentials.basic("shop", "a%2Bb"));
      assertThat(login.requests().get(0).getBody().utf8())
          .isEqualTo("grant_type=client_credentials&scope=orders.read");
      assertThat(api.lines()).containsExactly("GET /orders/1", "GET /orders/2", "GET /orders/3");
      assertThat(api.headers("Authorization")).hasSize(3).containsOnly("Bearer t1");
    }
  }

  private static void headerKey(SampleRun sample) throws Exception {
    try (SampleServer api = SampleServer.answering("[]")) {
      List<String> printed = sample.main(api.origin(), sample.file("key", "k1\n"));

      assertThat(printed).containsExactly("200 []");
      assertThat(api.lines()).containsExactly("GET /v1/things");
      assertThat(api.headers("x-api-key")).containsExactly("k1");
    }
  }

  private static void kotlinOrders(SampleRun sample) throws Exception {
    try (SampleServer api = SampleServer.answering("{}")) {
      List<String> printed = sample.main(api.origin(), sample.file("secret", SECRET + "\n"));

      assertThat(printed).containsExactly("200 {}", "200 {}", "200 {}");
      assertThat(api.lines()).containsExactly("GET /orders/1", "GET /orders/2", "GET /orders/3");
      for (int i = 0; i < 3; i++) {
        JWTClaimsSet claims = verified(bearer(api, i), new MACVerifier(SECRET)).getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("my-app");
        assertThat(claims.getStringClaim("path")).isEqualTo("/orders/" + (i + 1));
      }
    }
  }

  private static void kubernetesPods(SampleRun sample) throws Exception {
    String pods =
        "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":["
            + "{\"metadata\":{\"name\":\"shop-1\"}},{\"metadata\":{\"name\":\"shop-2\"}}]}";
    try (SampleServer login = login();
        SampleServer kubernetes = SampleServer.answering(pods)) {
      List<String> printed =
          sample.main(
              login.origin() + "/token", kubernetes.origin(), sample.file("secret", "s1\n"));

      assertThat(printed).containsExactly("shop-1", "shop-2");
      assertThat(login.headers("Authorization"))
          .containsExactly(Credentials.basic("pod-lister", "s1"));
      assertThat(kubernetes.lines()).containsExactly("GET /api/v1/namespaces/shop/pods");
      assertThat(kubernetes.headers("Authorization")).containsExactly("Bearer t1");
    }
  }

  private static void retrofitApis(SampleRun sample) throws Exception {
    sample.file("status-entry.key", SECRET + "\n");
    sample.file("maya-online.json", "{\"publicValue\":\"B1EC\",\"secretValue\":\"Gp35\"}\n");
    try (SampleServer statusEntry = SampleServer.answering("[1]");
        SampleServer mayaOnline = SampleServer.answering("[2]")) {
      List<String> printed =
          sample.main(statusEntry.origin(), "AK1", mayaOnline.origin(), sample.folder());

      assertThat(printed).containsExactly("[1]", "[2]");
      assertThat(statusEntry.lines()).containsExactly("GET /v1/incidents");
      isOfStatusEntry(statusEntry);
      assertThat(mayaOnline.lines()).containsExactly("GET /v3/clusters");
      assertThat(mayaOnline.headers("Authorization"))
          .containsExactly(Credentials.basic("B1EC", "Gp35"));
    }
  }

  private static void severalVendors(SampleRun sample) throws Exception {
    String secrets =
        "accessKey=AK1\nsecretKey=%s\napiKey=k1\njwtKey=%s\npublicValue=B1EC\nsecretValue=Gp35\n"
            .formatted(SECRET, SECRET);
    try (SampleServer statusEntry = SampleServer.answering("[1]");
        SampleServer acme = SampleServer.answering("[2]");
        SampleServer mayaOnline = SampleServer.answering("[3]")) {
      List<String> printed =
          sample.main(
              sample.file("secrets.properties", secrets),
              statusEntry.origin(),
              acme.origin(),
              mayaOnline.origin());

      assertThat(printed).containsExactly("200 [1]", "200 [2]", "200 [3]");
      isOfStatusEntry(statusEntry);
      assertThat(acme.headers("x-api-key")).containsExactly("k1");
      SignedJWT signature = verified(acme.headers("x-signature").get(0), new MACVerifier(SECRET));
      assertThat(signature.getJWTClaimsSet().getClaim("key")).isEqualTo("k1");
      assertThat(acme.headers("Authorization")).containsOnlyNulls();
      assertThat(mayaOnline.headers("Authorization"))
          .containsExactly(Credentials.basic("B1EC", "Gp35"));
    }
  }

  private static void signedOrder(SampleRun sample) throws Exception {
    try (SampleServer api = SampleServer.answering("{}")) {
      List<String> printed = sample.main(api.origin(), sample.file("secret", SECRET + "\n"));

      assertThat(printed).containsExactly("200 {}");
      assertThat(api.lines()).containsExactly("POST /orders?express");
      RecordedRequest order = api.requests().get(0);
      assertThat(order.getBody().utf8()).isEqualTo("{\"cups\":2}");
      String digest = "sha-256=:" + order.getBody().sha256().base64() + ":";
      assertThat(order.getHeaders().get("Content-Digest")).isEqualTo(digest);
      String input = order.getHeaders().get("Signature-Input").replaceFirst("^sig1=", "");
      assertThat(input)
          .matches(
              "\\(\"@method\" \"@request-target\" \"content-digest\"\\)"
                  + ";created=\\d+;keyid=\"shop\"");
      String base =
          """
          "@method": POST
          "@request-target": /orders?express
          "content-digest": %s
          "@signature-params": %s"""
              .formatted(digest, input);
      ByteString hmac = ByteString.encodeUtf8(base).hmacSha256(ByteString.encodeUtf8(SECRET));
      assertThat(order.getHeaders().get("Signature")).isEqualTo("sig1=:" + hmac.base64() + ":");
    }
  }

  private static void signedToken(SampleRun sample) throws Exception {
    try (SampleServer api = SampleServer.answering("{}")) {
      List<String> printed = sample.main(api.origin(), sample.file("secret", SECRET + "\n"));

      assertThat(printed).containsExactly("200 {}", "200 {}", "200 {}");
      assertThat(api.lines()).containsExactly("GET /orders/1", "GET /orders/2", "GET /orders/3");
      assertThat(Set.copyOf(api.headers("Authorization"))).hasSize(1);
      SignedJWT token = verified(bearer(api, 0), new MACVerifier(SECRET));
      assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("my-app");
      assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("acme");
      assertThat(lifetime(token)).isEqualTo(600);
    }
  }

  private static void tenants(SampleRun sample) throws Exception {
    try (SampleServer api =
        SampleServer.answering(
            request ->
                new MockResponse.Builder().body(request.getHeaders().get("x-api-key")).build())) {
      List<String> printed =
          sample.main(api.origin(), sample.file("red", "k-red\n"), sample.file("blue", "k-blue\n"));

      assertThat(printed).containsExactlyInAnyOrder("red: k-red", "blue: k-blue");
      assertThat(api.lines()).containsExactly("GET /orders", "GET /orders");
      assertThat(api.headers("X-Tenant")).containsOnlyNulls();
    }
  }

  private static void webSocketFeed(SampleRun sample) throws Exception {
    WebSocketListener feed =
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket socket, Response response) {
            socket.send("a cup was sold");
          }

          @Override
          public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(code, reason);
          }
        };
    try (SampleServer api =
        SampleServer.answering(
            request -> new MockResponse.Builder().webSocketUpgrade(feed).build())) {
      List<String> printed = sample.main(api.origin(), sample.file("token", "t1\n"));

      assertThat(printed).containsExactly("a cup was sold");
      assertThat(api.lines()).containsExactly("GET /feed");
      assertThat(api.headers("Authorization")).containsExactly("Bearer t1");
    }
  }

  private static SampleServer login() throws Exception {
    return SampleServer.answering(
        "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
  }

  private static void isOfStatusEntry(SampleServer server) throws Exception {
    assertThat(server.headers("Authorization"))
        .singleElement()
        .asString()
        .startsWith("StatusEntry AK1:");
    String token = server.headers("Authorization").get(0).replaceFirst(".*:", "");
    assertThat(verified(token, new MACVerifier(SECRET)).getJWTClaimsSet().getIssuer())
        .isEqualTo("AK1");
  }

  private static String bearer(SampleServer server, int request) {
    String value = server.headers("Authorization").get(request);
    assertThat(value).startsWith("Bearer ");
    return value.substring("Bearer ".length());
  }

  /** The token, whose signature Nimbus has verified. */
  private static SignedJWT verified(String token, JWSVerifier verifier) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    assertThat(jwt.verify(verifier)).as("the signature").isTrue();
    return jwt;
  }

  private static long lifetime(SignedJWT token) {
    Map<String, Object> claims = token.getPayload().toJSONObject();
    return (long) claims.get("exp") - (long) claims.get("iat");
  }
}
