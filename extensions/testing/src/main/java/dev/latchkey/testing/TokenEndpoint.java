package dev.latchkey.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A token endpoint for client credentials (RFC 6749 §4.4), and the check of its tokens. */
final class TokenEndpoint extends PlacedCheck {
  static final String PATH = "/oauth2/token";
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Map<String, Instant> ends = new ConcurrentHashMap<>();
  private final Consumer<String> issued;
  private final BiConsumer<SentRequest, String> refused;
  private volatile List<String> client = List.of();
  private volatile Duration lifetime = Duration.ofHours(1);

  /**
   * @param issued is given each credential that a token makes
   * @param refused is given each request that is refused, and why
   */
  TokenEndpoint(Consumer<String> issued, BiConsumer<SentRequest, String> refused) {
    super("Authorization", sent -> sent.values("Authorization"));
    this.issued = issued;
    this.refused = refused;
  }

  void client(String id, String secret) {
    client = List.of(id, secret);
  }

  void lifetime(Duration lifetime) {
    this.lifetime = lifetime;
  }

  @Override
  Optional<String> problemOf(String value, SentRequest request, Instant now) {
    Instant end = ends.get(value);
    if (end == null) {
      return Optional.of("has no token of this vendor");
    }
    return now.isBefore(end)
        ? Optional.empty()
        : Optional.of("has a token that " + JwtCheck.expired(end, now));
  }

  static boolean isAddressed(SentRequest request) {
    return request.path().equals(PATH);
  }

  private static boolean isFormPost(SentRequest request) {
    String type = request.header("Content-Type").toLowerCase(Locale.ROOT);
    return request.method().equals("POST") && type.split(";", 2)[0].strip().equals(FORM);
  }

  /** Answers a request to the endpoint. */
  Reply answer(SentRequest request, Instant now) {
    if (client.isEmpty()) {
      return Reply.of(404, "no tokens are issued: call issueTokens");
    }
    if (!isFormPost(request)) {
      return refuse(request, 400, "invalid_request", "not a POST of " + FORM);
    }
    Map<String, List<String>> form = Form.parse(request.body());
    List<String> basic = basic(request);
    if (!basic.isEmpty() && form.containsKey("client_secret")) {
      return refuse(request, 400, "invalid_request", "the client authenticates in two ways");
    }
    List<String> sent =
        basic.isEmpty() ? List.of(only(form, "client_id"), only(form, "client_secret")) : basic;
    if (!sent.equals(client)) {
      boolean known = sent.get(0).equals(client.get(0));
      return refuse(
              request, 401, "invalid_client", known ? "wrong client secret" : "unknown client")
          .with("WWW-Authenticate", "Basic realm=\"token\"");
    }
    if (!only(form, "grant_type").equals("client_credentials")) {
      return refuse(request, 400, "unsupported_grant_type", "grant_type is not client_credentials");
    }
    // Random, so that no other vendor of the test accepts it.
    String token = UUID.randomUUID().toString();
    ends.put(BEARER + token, now.plus(lifetime));
    issued.accept(BEARER + token);
    return json(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(token, lifetime.toSeconds()));
  }

  private Reply refuse(SentRequest request, int status, String error, String problem) {
    refused.accept(request, problem);
    return json(
        status, "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, problem));
  }

  private static Reply json(int status, String body) {
    return Reply.of(status, body)
        .with("Content-Type", "application/json")
        .with("Cache-Control", "no-store");
  }

  /** Returns the id and the secret of {@code Authorization: Basic}, each of them form-encoded. */
  private static List<String> basic(SentRequest request) {
    String header = String.join("", request.values("Authorization"));
    if (!header.startsWith(BASIC)) {
      return List.of();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring(BASIC.length()));
      String[] parts = new String(pair, StandardCharsets.UTF_8).split(":", 2);
      return List.of(Form.decode(parts[0]), parts.length == 2 ? Form.decode(parts[1]) : "");
    } catch (IllegalArgumentException e) {
      return List.of("", "");
    }
  }

  private static String only(Map<String, List<String>> form, String name) {
    return String.join(" ", form.getOrDefault(name, List.of()));
  }
}
