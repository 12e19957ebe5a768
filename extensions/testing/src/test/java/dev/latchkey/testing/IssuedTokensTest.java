package dev.latchkey.testing;

import static dev.latchkey.testing.Caller.bearer;
import static dev.latchkey.testing.Caller.post;
import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuedTokensTest {
  private static final String POST =
      "grant_type=client_credentials&client_id=me&client_secret=s%C3%A9cret%3A1";
  private static final String GRANT = "grant_type=client_credentials&scope=orders";

  private final FakeVendor vendor = FakeVendor.start();

  @AfterEach
  void close() {
    vendor.close();
  }

  @Test
  void aTokenThatItIssuedIsAcceptedUntilItEnds() throws Exception {
    vendor.issueTokens("me", "sécret:1").tokenLifetime(Duration.ofMinutes(10));

    HttpResponse<String> response = post(vendor.tokenUri(), POST);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    Map<String, Object> json = JSONObjectUtils.parse(response.body());
    assertThat(json).containsEntry("token_type", "Bearer").containsEntry("expires_in", 600L);
    String token = (String) json.get("access_token");

    assertThat(bearer(vendor, token)).isEqualTo(200);
    assertThat(bearer(vendor, token + "x")).isEqualTo(401);
    vendor.clock().advance(Duration.ofMinutes(10));
    assertThat(bearer(vendor, token)).isEqualTo(401);
    assertThat(vendor.tokenRequests()).containsExactly(vendor.requests().get(0));
    assertThat(vendor.accepted()).hasSize(1);
    assertThat(vendor.refusals())
        .containsExactly(
            "GET /orders: Authorization has no token of this vendor",
            "GET /orders: Authorization has a token that expired 0 s ago");
  }

  @Test
  void aClientMayAuthenticateByBasicInWhichBothPartsAreFormEncoded() throws Exception {
    vendor.issueTokens("me", "sécret:1");

    assertThat(post(vendor.tokenUri(), GRANT, basic("me:s%C3%A9cret%3A1")).statusCode())
        .isEqualTo(200);
    assertThat(post(vendor.tokenUri(), GRANT, basic("me:wrong")).statusCode()).isEqualTo(401);
    assertThat(post(vendor.tokenUri(), GRANT, basic("me")).statusCode()).isEqualTo(401);
    assertThat(post(vendor.tokenUri(), GRANT, basic("me:%")).statusCode()).isEqualTo(401);
    assertThat(post(vendor.tokenUri(), GRANT, "Authorization", "Basic !").statusCode())
        .isEqualTo(401);
    assertThat(post(vendor.tokenUri(), POST, basic("me:s%C3%A9cret%3A1")).body())
        .contains("\"invalid_request\"");
  }

  @Test
  void anotherClientOrSecretOrGrantIsRefusedByTheCodesOfTheRfc() throws Exception {
    vendor.issueTokens("me", "secret");

    HttpResponse<String> refusal = post(vendor.tokenUri(), POST);
    assertThat(refusal.statusCode()).isEqualTo(401);
    assertThat(refusal.body()).contains("\"error\":\"invalid_client\"");
    assertThat(refusal.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"token\"");
    assertThat(post(vendor.tokenUri(), POST.replace("=me&", "=you&")).statusCode()).isEqualTo(401);
    assertThat(post(vendor.tokenUri(), "grant_type=password", basic("me:secret")).body())
        .contains("\"error\":\"unsupported_grant_type\"");
    assertThat(vendor.refused()).hasSize(3);
    assertThat(vendor.refusals())
        .containsExactly(
            "POST /oauth2/token: wrong client secret",
            "POST /oauth2/token: unknown client",
            "POST /oauth2/token: grant_type is not client_credentials");
  }

  @Test
  void aRequestThatIsNoPostOfAFormIsRefused() throws Exception {
    vendor.issueTokens("me", "sécret:1");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(vendor.tokenUri()));
    BodyPublisher form = BodyPublishers.ofString(POST);

    HttpResponse<String> untyped = Caller.CLIENT.send(request.POST(form).build(), ofString());
    assertThat(untyped.statusCode()).isEqualTo(400);
    assertThat(untyped.body()).contains("\"error\":\"invalid_request\"");
    request.header("Content-Type", "application/x-www-form-urlencoded;charset=utf-8");
    assertThat(Caller.CLIENT.send(request.PUT(form).build(), ofString()).statusCode())
        .isEqualTo(400);
    assertThat(Caller.CLIENT.send(request.POST(form).build(), ofString()).statusCode())
        .isEqualTo(200);
    assertThat(vendor.refusals())
        .containsExactly(
            "POST /oauth2/token: not a POST of application/x-www-form-urlencoded",
            "PUT /oauth2/token: not a POST of application/x-www-form-urlencoded");
  }

  @Test
  void aTokenIsRevokedAlsoBeforeItsFirstUseAndTheNextOneIsAccepted() throws Exception {
    vendor.issueTokens("me", "sécret:1");
    String first = token();

    vendor.revoke();

    assertThat(bearer(vendor, first)).isEqualTo(401);
    assertThat(bearer(vendor, token())).isEqualTo(200);
  }

  @Test
  void tokensFailAsTheTestSaysAndThoseOfOtherVendorsAreUnknown() throws Exception {
    vendor.issueTokens("me", "sécret:1").refuseNext(1).failNextTokens(1, Reply.of(503, "down"));
    String token;
    try (FakeVendor other = FakeVendor.start().issueTokens("me", "sécret:1")) {
      token = tokenOf(post(other.tokenUri(), POST));
    }

    assertThat(post(vendor.tokenUri(), POST).statusCode()).isEqualTo(503);
    assertThat(post(vendor.tokenUri(), POST).statusCode()).isEqualTo(200);
    assertThat(bearer(vendor, token())).as("the one that is to be refused").isEqualTo(401);
    assertThat(bearer(vendor, token)).isEqualTo(401);
    assertThat(bearer(vendor, token())).isEqualTo(200);
  }

  @Test
  void aNewSecretReplacesTheOldOneAndIssuedTokensGoOn() throws Exception {
    vendor.issueTokens("me", "sécret:1");
    String token = token();

    vendor.issueTokens("me", "other");

    assertThat(post(vendor.tokenUri(), POST).statusCode()).isEqualTo(401);
    assertThat(bearer(vendor, token)).isEqualTo(200);
  }

  @Test
  void aVendorThatIssuesNoneSaysSo() throws Exception {
    HttpResponse<String> response = post(vendor.tokenUri(), POST);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("no tokens are issued: call issueTokens");
  }

  private String token() throws Exception {
    return tokenOf(post(vendor.tokenUri(), POST));
  }

  private static String tokenOf(HttpResponse<String> response) throws Exception {
    return (String) JSONObjectUtils.parse(response.body()).get("access_token");
  }

  private static String[] basic(String pair) {
    byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
    return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes)};
  }
}
