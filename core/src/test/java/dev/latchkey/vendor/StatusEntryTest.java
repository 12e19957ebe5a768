package dev.latchkey.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssueContext;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusEntryTest {
  /** The header that the document shows, without the backslash of its Markdown. */
  private static final String EXAMPLE =
      "StatusEntry AK5147f230-f237-461e-86b2-23b834c3a697:"
          + "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
          + "eyJpc3MiOiJBSzUxNDdmMjMwLWYyMzctNDYxZS04NmIyLTIzYjgzNGMzYTY5NyIsImlhdCI6MTYwOTYzMDk5N"
          + "CwiZXhwIjoxNjQxMTcwMDg2LCJhdWQiOiJ3d3cuc3RhdHVzZW50cnkuY29tIiwic3ViIjoiL3YxL2luY2lkZW"
          + "50cy81OTk2Nzc2ZC0yMWQxLTRkNzItOTJiZS03NTE3YTM1NWNhOTYifQ."
          + "MYK8VWWmV_pWikL1IB6V6W7KHkpEEYnQ5MikTcskwPg";

  private static final String ACCESS_KEY = "AK5147f230-f237-461e-86b2-23b834c3a697";
  private static final String SECRET_KEY = "SK-a-secret-that-is-longer-than-32-bytes";
  private static final URI INCIDENT =
      URI.create("https://api.statusentry.com/v1/incidents/5996776d-21d1-4d72-92be-7517a355ca96");

  // The example's own iat.
  private final ManualClock moment = ManualClock.at("2021-01-02T23:43:14Z");

  @Test
  void looksLikeTheDocumentsExample() throws IOException {
    Token example = Token.parse(jwt(EXAMPLE));
    String header = issue(StatusEntry.keyPairBoundToPath(ACCESS_KEY, SECRET_KEY), INCIDENT);
    Token ours = Token.hs256(jwt(header), SECRET_KEY);

    assertThat(header).startsWith("StatusEntry " + ACCESS_KEY + ":ey");
    assertThat(ours.header()).isEqualTo(example.header());
    assertThat(ours.claims()).containsOnlyKeys(example.claims().keySet());
    for (String claim : new String[] {"iss", "aud", "sub", "iat"}) {
      assertThat(ours.claims()).containsEntry(claim, example.claims().get(claim));
    }
  }

  @Test
  void hasTheClaimsOfTheDocumentAndLivesADay() throws IOException {
    String header = issue(StatusEntry.keyPair(ACCESS_KEY, SECRET_KEY), INCIDENT);

    assertThat(Token.hs256(jwt(header), SECRET_KEY).claims())
        .isEqualTo(
            Map.of(
                "iss",
                ACCESS_KEY,
                "aud",
                "www.statusentry.com",
                "iat",
                1609630994L,
                "exp",
                1609630994L + 86_400));
  }

  @Test
  void takesTheShortSecretOfTheDocumentsSample() throws IOException {
    String header = issue(StatusEntry.keyPair("AK123", "SK456"), INCIDENT);

    assertThat(header).startsWith("StatusEntry AK123:");
    assertThat(Token.hs256(jwt(header), "SK456").claims()).containsEntry("iss", "AK123");
    assertThat(Token.isHs256(jwt(header), "SK457")).isFalse();
  }

  @Test
  void aSecretIsItsUtf8Bytes() throws IOException {
    String secret = "schlüssel-☃-schlüssel-☃-schlüssel";

    String header = issue(StatusEntry.keyPair("AK123", secret), INCIDENT);

    assertThat(Token.isHs256(jwt(header), secret)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.statusentry.com/v1/incidents, /v1/incidents",
    "https://api.statusentry.com/v1/incidents?a=b&c=%20d, /v1/incidents?a=b&c=%20d",
    "https://api.statusentry.com/v1/a%2Fb#part, /v1/a%2Fb",
    "https://api.statusentry.com, /",
    "https://api.statusentry.com?a=b, /?a=b"
  })
  void theSubjectIsPathAndQueryAsTheyAreSent(String url, String subject) throws IOException {
    String header = issue(StatusEntry.keyPairBoundToPath("AK", SECRET_KEY), URI.create(url));

    assertThat(Token.hs256(jwt(header), SECRET_KEY).claims()).containsEntry("sub", subject);
  }

  @Test
  void anotherKeyDoesNotVerify() throws IOException {
    String jwt = jwt(issue(StatusEntry.keyPair(ACCESS_KEY, SECRET_KEY), INCIDENT));

    for (int i = 0; i < SECRET_KEY.length(); i += 7) {
      assertThat(Token.isHs256(jwt, Bytes.changed(SECRET_KEY, i))).isFalse();
    }
  }

  @Test
  void aChangedClaimDoesNotVerify() throws IOException {
    String jwt = jwt(issue(StatusEntry.keyPairBoundToPath(ACCESS_KEY, SECRET_KEY), INCIDENT));

    for (String claim : new String[] {"iss", "aud", "sub", "iat", "exp"}) {
      assertThat(Token.isHs256(Bytes.withChangedClaim(jwt, claim), SECRET_KEY)).as(claim).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3 cret", "s3cret\n", "s3crét", "s3\0cret"})
  void anAccessKeyThatAHeaderCannotCarryIsRefusedAndNotShown(String accessKey) {
    assertThatThrownBy(() -> StatusEntry.keyPair(accessKey, SECRET_KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The access key ")
        .hasMessageNotContaining("s3")
        .hasMessageNotContaining(SECRET_KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret\n", "s3cret\r\n"})
  void aSecretThatCannotBeMeantIsRefusedAndNotShown(String secret) {
    assertThatThrownBy(() -> StatusEntry.keyPairBoundToPath("AK123", secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The HMAC secret ")
        .hasMessageNotContaining("s3");
  }

  @Test
  void refusalsAre401() {
    assertThat(StatusEntry.keyPair("a", "b").isRefusal(401)).isTrue();
    assertThat(StatusEntry.keyPair("a", "b").isRefusal(403)).isFalse();
  }

  private String issue(AuthScheme scheme, URI uri) throws IOException {
    return scheme.issue(IssueContext.of("GET", uri, moment)).headers().get("Authorization");
  }

  private static String jwt(String header) {
    return header.substring(header.indexOf(':') + 1);
  }
}
