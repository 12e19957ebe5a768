package dev.latchkey.examples;

import dev.latchkey.IssuedEvent;
import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.KeyringListener;
import dev.latchkey.SigningKey;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Puts both clients under load against an Authgear that rotates its key every two seconds, sets its
 * clock, and refuses everything at times, while a third of the attempts to issue a token of three
 * seconds fail. Exit code 1 if a call failed that had a way to succeed.
 *
 * <p>{@code java -cp examples/target/latchkey.jar dev.latchkey.examples.Soak [seconds]}
 */
public final class Soak {
  private static final int THREADS = 64;
  private static final int KEYS = 8;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Sends one request, tagged with the call's number, and returns the status. */
  @FunctionalInterface
  private interface Sender {
    int send(String call) throws IOException, InterruptedException;
  }

  private final AtomicLong issuerFailures = new AtomicLong();
  private final AtomicLong issued = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();
  private final List<KeyPair> keys;
  private final SoakServer server;

  private Soak() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add(generator.generateKeyPair());
    }
    server = new SoakServer(keys.get(0));
  }

  /** Runs for a minute, or for the given number of seconds. */
  public static void main(String[] arguments) throws Exception {
    long seconds = arguments.length == 0 ? 60 : Long.parseLong(arguments[0]);
    System.exit(new Soak().run(Duration.ofSeconds(seconds), System.out) ? 0 : 1);
  }

  private boolean run(Duration time, PrintStream out) throws InterruptedException {
    SoakTally okHttp = new SoakTally("OkHttp, " + THREADS + " threads");
    SoakTally jdk = new SoakTally("JDK HttpClient, " + THREADS + " threads");
    ScheduledExecutorService trouble = Executors.newSingleThreadScheduledExecutor();
    ExecutorService callers = Executors.newFixedThreadPool(2 * THREADS);
    try (server;
        Keyring forOkHttp = keyring();
        Keyring forJdk = keyring()) {
      makeTrouble(trouble);
      Sender overOkHttp = okHttp(forOkHttp);
      Sender overJdk = jdk(forJdk);
      long end = System.nanoTime() + time.toNanos();
      for (int i = 0; i < THREADS; i++) {
        callers.execute(() -> call(overOkHttp, okHttp, end));
        callers.execute(() -> call(overJdk, jdk, end));
      }
      callers.shutdown();
      boolean ended = callers.awaitTermination(time.toSeconds() + 60, TimeUnit.SECONDS);
      okHttp.print(out);
      jdk.print(out);
      out.printf(
          "requests at the server   %,d, of which refused %,d%n",
          server.requests.get(), server.refused.get());
      out.printf(
          "tokens issued            %,d, attempts that failed %,d%n",
          issued.get(), issuerFailures.get());
      out.printf("all callers came back    %s%n", ended);
      return ended && okHttp.isClean() && jdk.isClean();
    } finally {
      trouble.shutdownNow();
      callers.shutdownNow();
    }
  }

  private void makeTrouble(ScheduledExecutorService trouble) {
    AtomicLong rotations = new AtomicLong();
    AtomicLong jumps = new AtomicLong();
    AtomicLong bursts = new AtomicLong();
    every(
        trouble, 2_000, () -> server.rotate(keys.get((int) (rotations.incrementAndGet() % KEYS))));
    every(
        trouble,
        5_300,
        () -> server.jump(Duration.ofMinutes(10 * (jumps.incrementAndGet() % 3 - 1))));
    every(trouble, 100, () -> server.burst(bursts.incrementAndGet() % 30 == 0));
  }

  private static void every(ScheduledExecutorService executor, long millis, Runnable task) {
    var unused = executor.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  private Keyring keyring() {
    JwtScheme scheme =
        JwtScheme.signedWith(this::keyUnlessDown)
            .claim("aud", List.of("myapp"))
            .lifetime(Duration.ofSeconds(3))
            .refusedWith(403)
            .build();
    return Keyring.builder()
        .listener(
            new KeyringListener() {
              @Override
              public void issued(IssuedEvent event) {
                issued.incrementAndGet();
              }
            })
        .add(server.origin(), scheme)
        .build();
  }

  private SigningKey keyUnlessDown() {
    if (ThreadLocalRandom.current().nextInt(3) == 0) {
      issuerFailures.incrementAndGet();
      throw new SoakTally.IssuerDown();
    }
    return server.signingKey();
  }

  private Sender okHttp(Keyring keyring) {
    OkHttpClient client = KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
    return call -> {
      Request request =
          new Request.Builder().url(server.uri().toString()).header(SoakServer.CALL, call).build();
      try (Response response = client.newCall(request).execute()) {
        return response.code();
      }
    };
  }

  private Sender jdk(Keyring keyring) {
    HttpClient client =
        KeyringHttpClient.wrap(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), keyring);
    URI uri = server.uri();
    return call -> {
      HttpRequest request = HttpRequest.newBuilder(uri).header(SoakServer.CALL, call).build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    };
  }

  private void call(Sender sender, SoakTally tally, long end) {
    while (System.nanoTime() < end) {
      String call = Long.toString(calls.incrementAndGet());
      long failuresBefore = issuerFailures.get();
      long start = System.nanoTime();
      try {
        int status = sender.send(call);
        boolean issuerFailed = issuerFailures.get() > failuresBefore;
        tally.answered(status, server.takeRefusals(call), issuerFailed, System.nanoTime() - start);
      } catch (IOException e) {
        server.takeRefusals(call);
        tally.failed(e, System.nanoTime() - start);
        // As a caller would: one that asks again at once only counts the same failure.
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
