package dev.latchkey.examples.soak;

import dev.latchkey.AuthScheme;
import dev.latchkey.HttpTransport;
import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.oauth2.TokenRequest;
import dev.latchkey.okhttp.KeyringInterceptor;
import dev.latchkey.okhttp.OkHttpTransport;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Puts both clients under load. Half of the threads call an Authgear that rotates its key every two
 * seconds, sets its clock, and refuses everything at times, while a third of the attempts to issue
 * a token of three seconds fail. The other half call an API whose tokens are fetched from {@link
 * SoakEndpoint}. Exit code 1 if a call failed that had a way to succeed.
 *
 * <p>{@code java -cp examples/target/latchkey.jar dev.latchkey.examples.soak.Soak [seconds]}
 */
public final class Soak {
  private static final int THREADS = 64;
  private static final int KEYS = 8;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Sends one request, tagged with the call's number, and returns the status. */
  @FunctionalInterface
  private interface Sender {
    int send(URI uri, String call) throws IOException, InterruptedException;
  }

  private final AtomicLong calls = new AtomicLong();
  private final List<KeyPair> keys;
  private final SoakServer server;
  private final SoakEndpoint endpoint;

  private Soak() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add(generator.generateKeyPair());
    }
    server = new SoakServer(keys.get(0));
    endpoint = new SoakEndpoint();
  }

  /** Runs for a minute, or for the given number of seconds. */
  public static void main(String[] arguments) throws Exception {
    long seconds = arguments.length == 0 ? 60 : Long.parseLong(arguments[0]);
    System.exit(run(Duration.ofSeconds(seconds), System.out).isEmpty() ? 0 : 1);
  }

  /**
   * Returns what went wrong: the names of the clients of which a call failed that had a way to
   * succeed, and what the endpoint should not have seen.
   */
  static List<String> run(Duration time, PrintStream out)
      throws IOException, GeneralSecurityException, InterruptedException {
    return new Soak().start(time, out);
  }

  private List<String> start(Duration time, PrintStream out) throws InterruptedException {
    List<SoakTally> tallies = new ArrayList<>();
    SoakClient byKey = endpoint.register("by-key", keys.get(0));
    SoakClient bySecret = endpoint.register("by-secret", keys.get(0));
    SoakSigner ofOkHttp = new SoakSigner(server);
    SoakSigner ofJdk = new SoakSigner(server);
    OkHttpClient bare = new OkHttpClient();
    ScheduledExecutorService trouble = Executors.newSingleThreadScheduledExecutor();
    ExecutorService callers = Executors.newCachedThreadPool();
    try (server;
        endpoint;
        Keyring forOkHttp = keyring(ofOkHttp, byKey(byKey, OkHttpTransport.of(bare)));
        Keyring forJdk = keyring(ofJdk, bySecret(bySecret))) {
      makeTrouble(trouble);
      Sender okHttp = okHttp(bare, forOkHttp);
      Sender jdk = jdk(forJdk);
      long end = System.nanoTime() + time.toNanos();
      tallies.add(start("OkHttp, signed", okHttp, ofOkHttp, callers, end));
      tallies.add(start("OkHttp, fetched", okHttp, byKey, callers, end));
      tallies.add(start("JDK HttpClient, signed", jdk, ofJdk, callers, end));
      tallies.add(start("JDK HttpClient, fetched", jdk, bySecret, callers, end));
      callers.shutdown();
      boolean ended = callers.awaitTermination(time.toSeconds() + 60, TimeUnit.SECONDS);
      tallies.forEach(tally -> tally.print(out));
      out.printf(
          "requests at the server   %,d, of which refused %,d%n",
          server.requests.get(), server.refused.get());
      out.printf(
          "signed tokens            %,d, attempts to sign that failed %,d%n",
          ofOkHttp.issued() + ofJdk.issued(), ofOkHttp.failures() + ofJdk.failures());
      out.printf(
          "tokens fetched           %,d, failed or hung %,d, refused for a key that changed %,d%n",
          endpoint.given.get(), endpoint.failed.get(), endpoint.keysRefused.get());
      out.printf("faults at the endpoint   %s%n", endpoint.faults());
      out.printf("all callers came back    %s%n", ended);
      List<String> wrong = new ArrayList<>(endpoint.faults());
      tallies.stream().filter(t -> !t.isClean()).map(SoakTally::client).forEach(wrong::add);
      if (!ended) {
        wrong.add("a caller did not come back");
      }
      return wrong;
    } finally {
      trouble.shutdownNow();
      callers.shutdownNow();
    }
  }

  private SoakTally start(
      String name, Sender sender, SoakTarget target, ExecutorService callers, long end) {
    SoakTally tally = new SoakTally(name + ", " + THREADS / 2 + " threads");
    for (int i = 0; i < THREADS / 2; i++) {
      callers.execute(() -> call(sender, target, tally, end));
    }
    return tally;
  }

  private void makeTrouble(ScheduledExecutorService trouble) {
    AtomicLong rotations = new AtomicLong();
    AtomicLong jumps = new AtomicLong();
    AtomicLong bursts = new AtomicLong();
    every(trouble, 2_000, () -> server.rotate(key(rotations)));
    every(trouble, 2_700, () -> endpoint.rotate(key(rotations)));
    // A keyring takes a clock that is set more often for several that disagree, and waits longer
    // before it follows one of them.
    every(
        trouble,
        40_000,
        () -> server.jump(Duration.ofMinutes(jumps.incrementAndGet() % 2 == 0 ? -10 : 10)));
    every(trouble, 100, () -> server.burst(bursts.incrementAndGet() % 30 == 0));
  }

  private KeyPair key(AtomicLong rotations) {
    return keys.get((int) (rotations.incrementAndGet() % KEYS));
  }

  private static void every(ScheduledExecutorService executor, long millis, Runnable task) {
    var unused = executor.scheduleAtFixedRate(task, millis / 4, millis, TimeUnit.MILLISECONDS);
  }

  private AuthScheme byKey(SoakClient client, HttpTransport transport) {
    return TokenRequest.clientCredentials(endpoint.uri())
        .privateKeyJwt(client.id(), () -> client.key().signing())
        .timeout(Duration.ofSeconds(1))
        .transport(transport)
        .build();
  }

  private AuthScheme bySecret(SoakClient client) {
    return TokenRequest.clientCredentials(endpoint.uri())
        .clientSecretBasic(client.id(), () -> client.key().secret())
        .timeout(Duration.ofSeconds(1))
        .build();
  }

  private Keyring keyring(SoakSigner signer, AuthScheme fetched) {
    JwtScheme scheme =
        JwtScheme.signedWith(signer)
            .claim("aud", List.of("myapp"))
            .lifetime(Duration.ofSeconds(3))
            .refusedWith(403)
            .build();
    return Keyring.builder()
        .listener(signer)
        .add(server.origin(), scheme)
        .add(endpoint.apiOrigin(), fetched)
        .build();
  }

  private static Sender okHttp(OkHttpClient bare, Keyring keyring) {
    OkHttpClient client = KeyringInterceptor.install(bare.newBuilder(), keyring).build();
    return (uri, call) -> {
      Request request =
          new Request.Builder().url(uri.toString()).header(SoakRefusals.CALL, call).build();
      try (Response response = client.newCall(request).execute()) {
        return response.code();
      }
    };
  }

  private static Sender jdk(Keyring keyring) {
    HttpClient client =
        KeyringHttpClient.wrap(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), keyring);
    return (uri, call) -> {
      HttpRequest request = HttpRequest.newBuilder(uri).header(SoakRefusals.CALL, call).build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    };
  }

  private void call(Sender sender, SoakTarget target, SoakTally tally, long end) {
    while (System.nanoTime() < end) {
      String call = Long.toString(calls.incrementAndGet());
      SoakTarget.Watch watch = target.watch();
      long start = System.nanoTime();
      try {
        int status = sender.send(target.uri(), call);
        tally.answered(status, target.takeRefusals(call), watch, System.nanoTime() - start);
      } catch (IOException e) {
        target.takeRefusals(call);
        tally.failed(e, watch.explains(e), System.nanoTime() - start);
        // As a caller would: one that asks again at once only counts the same failure.
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
