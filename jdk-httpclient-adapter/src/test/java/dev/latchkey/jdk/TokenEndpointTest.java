package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A token that is fetched from an endpoint which wants a signed token itself. */
class TokenEndpointTest {
  private static final Duration BEHIND = Duration.ofMinutes(3);
  private static final Pattern ISSUED_AT = Pattern.compile("\"iat\":(\\d+)");

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");

  @Test
  void theEndpointsClockIsLearnedWhereTheEndpointIsInAKeyringToo() throws Exception {
    try (TestServer vendor = TestServer.http();
        TestServer endpoint = TestServer.http();
        Keyring ofEndpoint =
            Keyring.builder().clock(clock).add(endpoint.origin(), assertion()).build()) {
      endpoint.handle(this::tokenFor);
      HttpClient fetching = KeyringHttpClient.wrap(HttpClient.newHttpClient(), ofEndpoint);
      AuthScheme fetched = context -> fetch(fetching, endpoint, context.now());
      try (Keyring keyring = Keyring.builder().clock(clock).add(vendor.origin(), fetched).build()) {
        HttpClient client = KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring);

        for (int i = 0; i < 3; i++) {
          HttpRequest request = HttpRequest.newBuilder(vendor.uri("/")).build();
          assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
          clock.advance(Duration.ofHours(2));
        }
      }

      assertThat(vendor.sent("Authorization")).containsOnly("Bearer token");
      assertThat(endpoint.requests()).as("one refusal, and three tokens").hasSize(4);
    }
  }

  private static AuthScheme assertion() {
    return JwtScheme.signedWith(SigningKey.hs256("secret")).lifetime(Duration.ofMinutes(5)).build();
  }

  private static Credential fetch(HttpClient client, TestServer endpoint, Instant now)
      throws IOException {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(endpoint.uri("/token")).build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("answered " + response.statusCode());
      }
      return Credential.of("Authorization", "Bearer " + response.body())
          .reusableUntil(now.plus(Duration.ofHours(1)));
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /** It refuses what was issued in its future. */
  private Reply tokenFor(SentRequest sent) {
    Instant now = clock.instant().minus(BEHIND);
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
    boolean future = issuedAt(sent.header("Authorization")).isAfter(now);
    return new Reply(future ? 401 : 200, Map.of("Date", date), future ? "" : "token");
  }

  private static Instant issuedAt(String authorization) {
    String payload = authorization.split("\\.", -1)[1];
    Matcher claim = ISSUED_AT.matcher(new String(Base64.getUrlDecoder().decode(payload), UTF_8));
    assertThat(claim.find()).isTrue();
    return Instant.ofEpochSecond(Long.parseLong(claim.group(1)));
  }
}
