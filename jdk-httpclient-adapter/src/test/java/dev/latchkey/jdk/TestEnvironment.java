package dev.latchkey.jdk;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;

/** One test's vendor and foreign host, its tokens, and its clients: one wrapped, one bare. */
final class TestEnvironment implements AutoCloseable {
  final Setup setup;
  final Peer vendor;
  final Peer foreign;
  final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  final Tokens tokens = new Tokens();
  final Keyring keyring;

  /** Follows no redirect. */
  final HttpClient client;

  TestEnvironment(Setup setup) throws IOException {
    this.setup = setup;
    this.vendor = new Peer(setup.wire());
    this.foreign = new Peer(setup.wire());
    this.keyring = keyring(tokens);
    this.client = KeyringHttpClient.wrap(bare().build(), keyring);
  }

  Keyring keyring(AuthScheme scheme) {
    return Keyring.builder().clock(clock).add(vendor.origin(), scheme).build();
  }

  /** A client as the JDK makes it. */
  HttpClient.Builder bare() {
    return setup.wire().configure(HttpClient.newBuilder());
  }

  /** A client that follows redirects. */
  HttpClient following(HttpClient.Redirect policy) {
    return setup
        .wire()
        .configure(KeyringHttpClient.newBuilder(keyring))
        .followRedirects(policy)
        .build();
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(vendor.uri(path));
  }

  HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return setup.way().send(client, request, BodyHandlers.ofString());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return send(client, request.build());
  }

  /** Posts "a body", and counts how often the caller's body handler runs. */
  HttpResponse<String> post(AtomicInteger handled) throws IOException, InterruptedException {
    return setup
        .way()
        .send(
            client,
            to("/").POST(BodyPublishers.ofString("a body")).build(),
            info -> {
              handled.incrementAndGet();
              return BodyHandlers.ofString().apply(info);
            });
  }

  @Override
  public void close() throws IOException {
    tokens.open();
    vendor.close();
    foreign.close();
    keyring.close();
  }
}
