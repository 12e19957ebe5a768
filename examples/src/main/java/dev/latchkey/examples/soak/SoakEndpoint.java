package dev.latchkey.examples.soak;

import dev.latchkey.examples.LoopbackServer;
import dev.latchkey.examples.tool.Refused;
import dev.latchkey.examples.tool.Token;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/**
 * An embedded token endpoint that makes trouble, and the API that takes its tokens for three
 * seconds. A third of the requests for a token fail, others hang or are too many; when a client's
 * key changes, the old one and the tokens that it got are refused at once.
 */
final class SoakEndpoint implements AutoCloseable {
  /** The API takes them for a second longer, in which they may be on their way. */
  private static final long LIFETIME = Duration.ofSeconds(4).toNanos();

  private static final long ON_ITS_WAY = Duration.ofSeconds(1).toNanos();

  /** A token: its client, and when it was given. */
  private record Given(String client, long nanos) {}

  private final Map<String, SoakClient> clients = new ConcurrentHashMap<>();
  private final Map<String, Given> tokens = new ConcurrentHashMap<>();
  private final Set<String> assertionIds = ConcurrentHashMap.newKeySet();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final LoopbackServer endpoint;
  private final LoopbackServer api;

  final SoakRefusals refusals = new SoakRefusals();
  final AtomicLong given = new AtomicLong();
  final AtomicLong failed = new AtomicLong();
  final AtomicLong keysRefused = new AtomicLong();

  SoakEndpoint() throws IOException {
    this.endpoint = LoopbackServer.start("localhost", this::token);
    this.api = LoopbackServer.start("127.0.0.1", this::call);
  }

  SoakClient register(String id, KeyPair first) {
    SoakClient client = new SoakClient(this, id, first);
    clients.put(id, client);
    return client;
  }

  /** Gives each client another key, and drops the old one and its tokens. */
  void rotate(KeyPair next) {
    refusals.change(
        () -> {
          clients.values().forEach(client -> client.rotate(next));
          long old = System.nanoTime() - ON_ITS_WAY;
          tokens.values().removeIf(token -> token.nanos() < old);
        });
  }

  String uri() {
    return endpoint.uri("/token").toString();
  }

  String apiOrigin() {
    return api.origin();
  }

  URI apiUri() {
    return api.uri("/orders");
  }

  /** What no client should have sent. */
  List<String> faults() {
    return faults;
  }

  private MockResponse token(RecordedRequest request) {
    try {
      Map<String, String> form = form(request);
      SoakClient client = client(request, form);
      // The first one always, so that there is a call that is accepted however short the soak is.
      int trouble = given.get() < clients.size() ? 7 : ThreadLocalRandom.current().nextInt(12);
      if (trouble < 6) {
        client.troubled();
        failed.incrementAndGet();
        return trouble(trouble);
      }
      if (trouble == 6) {
        // While the request is on its way.
        client.rotate(client.key().pair());
      }
      if (!isAuthenticated(client, request, form)) {
        client.keyRefused();
        keysRefused.incrementAndGet();
        return answer(401, "{\"error\":\"invalid_client\"}");
      }
      client.helped();
      String token = client.id() + "-" + given.incrementAndGet();
      tokens.put(token, new Given(client.id(), System.nanoTime()));
      return answer(
          200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3}");
    } catch (Refused e) {
      faults.add(e.getMessage());
      return answer(400, "{\"error\":\"invalid_request\"}");
    }
  }

  private static MockResponse trouble(int kind) {
    return switch (kind) {
      case 4 -> new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
      case 5 -> answer(429, "{}").newBuilder().setHeader("Retry-After", "1").build();
      default -> answer(500, "<html>");
    };
  }

  private static MockResponse answer(int status, String json) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(json)
        .build();
  }

  private SoakClient client(RecordedRequest request, Map<String, String> form) throws Refused {
    String basic = request.getHeaders().get("Authorization");
    String id =
        basic == null ? form.get("client_id") : decode(basic(basic).replaceFirst(":.*", ""));
    SoakClient client = id == null ? null : clients.get(id);
    if (client == null) {
      throw new Refused("an unknown client");
    }
    Refused.unless("client_credentials".equals(form.get("grant_type")), "another grant");
    return client;
  }

  private boolean isAuthenticated(
      SoakClient client, RecordedRequest request, Map<String, String> form) throws Refused {
    SoakClient.Key key = client.key();
    String basic = request.getHeaders().get("Authorization");
    if (basic != null) {
      return decode(basic(basic).replaceFirst(".*?:", "")).equals(key.secret());
    }
    Token assertion = Token.parse(form.getOrDefault("client_assertion", ""));
    if (!key.signing().keyId().orElseThrow().equals(assertion.headerField("kid"))) {
      return false;
    }
    assertion.signedWith(key.pair().getPublic());
    assertion.claimIs("iss", client.id());
    assertion.claimIs("sub", client.id());
    assertion.claimIs("aud", uri());
    assertion.issuedNotAfter(Instant.now());
    assertion.expiresWithin(Duration.ofMinutes(5), Instant.now());
    Refused.unless(
        assertionIds.add(String.valueOf(assertion.claim("jti"))), "an assertion came twice");
    return true;
  }

  private static String basic(String authorization) {
    byte[] pair = Base64.getDecoder().decode(authorization.replaceFirst("Basic ", ""));
    return new String(pair, StandardCharsets.UTF_8);
  }

  private static Map<String, String> form(RecordedRequest request) {
    Map<String, String> fields = new HashMap<>();
    for (String field : request.getBody().utf8().split("&", -1)) {
      fields.put(decode(field.replaceFirst("=.*", "")), decode(field.replaceFirst(".*?=", "")));
    }
    return fields;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private MockResponse call(RecordedRequest request) {
    int began = refusals.epoch();
    String token = String.valueOf(request.getHeaders().get("Authorization"));
    Given known = tokens.get(token.replaceFirst("^Bearer ", ""));
    if (known != null && System.nanoTime() - known.nanos() < LIFETIME) {
      return answer(200, "{}");
    }
    refusals.add(request, began, false);
    return answer(401, "{}");
  }

  @Override
  public void close() {
    endpoint.close();
    api.close();
  }
}
