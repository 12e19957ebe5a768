package dev.latchkey.examples.soak;

import dev.latchkey.SigningKey;
import dev.latchkey.examples.LoopbackServer;
import dev.latchkey.examples.tool.AuthgearVerifier;
import dev.latchkey.examples.tool.Refused;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * An embedded Authgear that makes trouble: it drops the old key at each rotation, its clock jumps,
 * and at times it refuses everything.
 */
final class SoakServer implements AutoCloseable {
  private static final long LONGEST_BACKOFF = Duration.ofSeconds(30).toNanos();

  private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();
  private final AtomicInteger keyNumber = new AtomicInteger();
  private final Clock clock;
  private final AuthgearVerifier verifier;
  private final LoopbackServer server;

  private volatile Duration ahead = Duration.ZERO;
  private volatile long jumped = System.nanoTime() - LONGEST_BACKOFF;
  private volatile boolean burst;
  private volatile SigningKey signingKey;

  final SoakRefusals refusals = new SoakRefusals();
  final AtomicLong requests = new AtomicLong();
  final AtomicLong refused = new AtomicLong();

  SoakServer(KeyPair first) throws IOException {
    this.clock = new Ahead();
    this.verifier = new AuthgearVerifier("myapp", keys, clock);
    this.signingKey = add(first);
    this.server = LoopbackServer.start("127.0.0.1", this::answer);
  }

  /** The key that the client is to sign with. */
  SigningKey signingKey() {
    return signingKey;
  }

  /** Switches to another key and drops the old one. */
  void rotate(KeyPair pair) {
    String old = signingKey.keyId().orElseThrow();
    refusals.change(
        () -> {
          signingKey = add(pair);
          keys.remove(old);
        });
  }

  private SigningKey add(KeyPair pair) {
    String keyId = "key-" + keyNumber.incrementAndGet();
    keys.put(keyId, pair.getPublic());
    return SigningKey.rs256(keyId, pair.getPrivate());
  }

  /** Sets the server's clock. */
  void jump(Duration ahead) {
    refusals.change(
        () -> {
          this.ahead = ahead;
          jumped = System.nanoTime();
        });
  }

  /**
   * Whether a keyring which thinks that the clock is so far ahead may still have to learn that it
   * was set: one that saw both times, because calls overlap, waits before it decides.
   */
  boolean mayNotBeKnownToBeAhead(Duration thought) {
    return System.nanoTime() - jumped < LONGEST_BACKOFF
        && ahead.minus(thought).abs().toSeconds() > 2;
  }

  /** Starts or ends to refuse everything. */
  void burst(boolean on) {
    refusals.change(() -> burst = on);
  }

  URI uri() {
    return server.uri("/_api/admin/graphql");
  }

  String origin() {
    return server.origin();
  }

  private MockResponse answer(RecordedRequest request) {
    requests.incrementAndGet();
    int began = refusals.epoch();
    boolean inBurst = burst;
    MockResponse response;
    try {
      Refused.unless(!inBurst, "all is refused now");
      verifier.verify(request);
      response = new MockResponse.Builder().body("{\"data\":{}}").build();
    } catch (Refused e) {
      refused.incrementAndGet();
      refusals.add(request, began, inBurst);
      response = verifier.refusal();
    }
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
    return response.newBuilder().setHeader("Date", date).build();
  }

  @Override
  public void close() {
    server.close();
  }

  /** The server's clock: this machine's, and what it was set ahead by. */
  private final class Ahead extends Clock {
    private final Clock system = Clock.systemUTC();

    @Override
    public Instant instant() {
      return system.instant().plus(ahead);
    }

    @Override
    public java.time.ZoneId getZone() {
      return system.getZone();
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
