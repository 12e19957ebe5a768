package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Admin API of an Authgear project on this machine. It accepts what its documents ask for and
 * nothing else: a token by RS256 of the project's key, for the project, of at most five minutes.
 */
final class Authgear implements AutoCloseable {
  private record Key(String id, PublicKey key) {}

  private final Clock clock;
  private final HttpServer server;
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private volatile Key key;
  private volatile String elsewhere = "";

  Authgear(Clock clock) throws IOException {
    this.clock = clock;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/_api/admin/graphql", this::answer);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Returns the Authorization header of each request. */
  List<String> tokens() {
    return tokens;
  }

  /** Gives the project another key, and its private half as the portal does: {@code <id>.pem}. */
  void newKey(String id, Path folder) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    key = new Key(id, pair.getPublic());
    String base64 = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    Files.writeString(
        folder.resolve(id + ".pem"),
        "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
  }

  /** Has requests led to another server from now on. */
  void redirectTo(String url) {
    elsewhere = url;
  }

  private void answer(HttpExchange request) throws IOException {
    String authorization = String.valueOf(request.getRequestHeaders().getFirst("Authorization"));
    tokens.add(authorization);
    if (!isValid(authorization)) {
      send(request, 403, "Forbidden\n");
    } else if (elsewhere.isEmpty()) {
      send(request, 200, "{\"data\":{\"users\":{\"totalCount\":3}}}");
    } else {
      request.getResponseHeaders().set("Location", elsewhere);
      send(request, 302, "moved");
    }
  }

  private static void send(HttpExchange request, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    request.getResponseHeaders().set("Content-Type", "application/json");
    request.sendResponseHeaders(status, body.length);
    request.getResponseBody().write(body);
    request.close();
  }

  private boolean isValid(String authorization) {
    String[] parts = authorization.replaceFirst("^Bearer ", "").split("\\.", -1);
    Key current = key;
    if (!authorization.startsWith("Bearer ") || parts.length != 3) {
      return false;
    }
    try {
      JsonNode header = JsonMapper.shared().readTree(decoded(parts[0]));
      JsonNode claims = JsonMapper.shared().readTree(decoded(parts[1]));
      long now = clock.instant().getEpochSecond();
      long issued = claims.path("iat").asLong();
      long end = claims.path("exp").asLong();
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(current.key());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(decoded(parts[2]))
          && header.path("alg").asString("").equals("RS256")
          && header.path("kid").asString("").equals(current.id())
          && claims.path("aud").size() == 1
          && claims.at("/aud/0").asString("").equals("myapp")
          && issued <= now
          && now < end
          && end - issued <= 300;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
