package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssueContext;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** It is 12:00. */
class TokenLifetimeTest {
  private final Servers servers = new Servers();

  @AfterEach
  void close() {
    servers.close();
  }

  private String issued(TokenRequest.Builder request, String members) throws Exception {
    servers.endpoint.reply(Servers.json(200, "{\"access_token\":\"t\"," + members + "}"));
    return request
        .build()
        .issue(IssueContext.of("GET", servers.api.uri("/"), servers.clock))
        .toString();
  }

  private TokenRequest.Builder request() {
    return TokenRequest.to(servers.url());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"expires_in\":3600 | 13:00:00Z",
        "\"expires_in\":\"3600\" | 13:00:00Z",
        "\"expires_in\":3600.5 | 13:00:00Z",
        "\"expires_at\":\"2026-03-01T13:00:00Z\" | 13:00:00Z",
        "\"expires_at\":\"2026-03-01T14:00:00.25+01:00\" | 13:00:00.250Z",
        "\"expires_at\":1772370000 | 13:00:00Z",
        "\"expires_at\":\"1772370000\" | 13:00:00Z",
        "\"expires_in\":60,\"expires_at\":1772370000 | 12:01:00Z",
        "\"expires_in\":0,\"expires_at\":1772370000 | 13:00:00Z",
      })
  void theAnswerTellsTheEnd(String members, String end) throws Exception {
    assertThat(issued(request().expiresAtField("expires_at"), members))
        .endsWith(" until 2026-03-01T" + end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\":1",
        "\"expires_in\":0",
        "\"expires_in\":-1",
        "\"expires_in\":999999999999999",
        "\"expires_in\":1e999999999",
        "\"expires_in\":\"NaN\"",
        "\"expires_in\":\"soon\"",
        "\"expires_in\":\"\"",
        "\"expires_in\":null",
        "\"expires_in\":[3600]",
        "\"expires_in\":true",
        "\"expires_at\":\"2026-03-01T11:00:00Z\"",
        "\"expires_at\":\"2026-03-01\"",
        "\"expires_at\":1772370000000"
      })
  void anEndThatMakesNoSenseIsNone(String members) throws Exception {
    assertThat(issued(request().expiresAtField("expires_at"), members))
        .endsWith(" until 2026-03-01T12:05:00Z");
    assertThat(
            issued(request().expiresAtField("expires_at").lifetime(Duration.ofHours(2)), members))
        .endsWith(" until 2026-03-01T14:00:00Z");
  }

  @Test
  void theSecondsMayHaveAnotherName() throws Exception {
    assertThat(issued(request().expiresInField("ttl"), "\"ttl\":60,\"expires_in\":3600"))
        .endsWith(" until 2026-03-01T12:01:00Z");
  }
}
