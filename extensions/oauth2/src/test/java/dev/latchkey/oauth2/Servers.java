package dev.latchkey.oauth2;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssueFailedEvent;
import dev.latchkey.Keyring;
import dev.latchkey.KeyringListener;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API, the endpoint that its tokens come from, and the clock of the program between them. */
final class Servers implements KeyringListener, AutoCloseable {
  final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  final TestServer api = TestServer.http();
  final TestServer endpoint = TestServer.http();
  final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Keyring> keyrings = new ArrayList<>();

  Servers() {
    endpoint.handle(sent -> token(endpoint.requests().size()));
  }

  String url() {
    return endpoint.origin() + "/token";
  }

  Keyring keyring(AuthScheme scheme) {
    Keyring keyring =
        Keyring.builder().clock(clock).listener(this).add(api.origin(), scheme).build();
    keyrings.add(keyring);
    return keyring;
  }

  /** Returns what a request to the API would carry. */
  String authorization(Keyring keyring) throws Exception {
    return keyring.headersFor("GET", api.uri("/")).get("Authorization");
  }

  String authorization(TokenRequest.Builder request) throws Exception {
    return authorization(keyring(request.build()));
  }

  /** The n-th token, of an hour. */
  static Reply token(int n) {
    return json(
        200, "{\"access_token\":\"t" + n + "\",\"token_type\":\"bearer\",\"expires_in\":3600}");
  }

  static Reply json(int status, String body) {
    return Reply.of(status, body).with("Content-Type", "application/json");
  }

  static Reply error(int status, String code) {
    return json(status, "{\"error\":\"" + code + "\",\"error_description\":\"no \\\"such\\\"\"}");
  }

  static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  /** The fields of a form, in their order. */
  static Map<String, String> form(SentRequest sent) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : sent.body().split("&", -1)) {
      String[] parts = field.split("=", 2);
      fields.merge(decoded(parts[0]), decoded(parts[1]), (one, other) -> one + "," + other);
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void issueFailed(IssueFailedEvent event) {
    failures.add(String.valueOf(event.failure().getMessage()));
  }

  @Override
  public void close() {
    keyrings.forEach(Keyring::close);
    api.close();
    endpoint.close();
  }
}
