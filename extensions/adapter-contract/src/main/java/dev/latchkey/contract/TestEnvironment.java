package dev.latchkey.contract;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssuedEvent;
import dev.latchkey.Keyring;
import dev.latchkey.KeyringListener;
import dev.latchkey.RefusedEvent;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.contract.TestClient.Mode;
import dev.latchkey.testing.LoopbackCertificates;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import okhttp3.tls.HandshakeCertificates;

/** One test's vendor, its foreign host, its clock, and what its keyrings told. */
final class TestEnvironment implements KeyringListener, AutoCloseable {
  static final HandshakeCertificates TLS = LoopbackCertificates.of();
  private static final long MOST_SECONDS = 30;

  final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  final TestServer vendor = TestServer.http();
  final TestServer foreign = TestServer.http();
  final AtomicInteger issued = new AtomicInteger();

  /** For each refusal, whether the request was sent again. */
  final List<Boolean> refusals = new CopyOnWriteArrayList<>();

  private final Mode mode;
  private final BiFunction<Keyring, HandshakeCertificates, TestClient> clients;
  private final List<Keyring> keyrings = new ArrayList<>();

  TestEnvironment(Mode mode, BiFunction<Keyring, HandshakeCertificates, TestClient> clients) {
    this.mode = mode;
    this.clients = clients;
  }

  /** A client of the vendor. */
  TestClient client(AuthScheme scheme) {
    return clientOf(keyring -> keyring.add(vendor.origin(), scheme));
  }

  TestClient clientOf(Consumer<Keyring.Builder> origins) {
    Keyring.Builder builder = Keyring.builder().clock(clock).listener(this);
    origins.accept(builder);
    Keyring keyring = builder.build();
    keyrings.add(keyring);
    return clients.apply(keyring, TLS);
  }

  /** The keyring of the client that was made last. */
  Keyring keyring() {
    return keyrings.get(keyrings.size() - 1);
  }

  Answer send(TestClient client, Call call) throws IOException, InterruptedException {
    return client.send(call, mode);
  }

  Answer send(BodyClient client, URI uri, Map<String, String> headers, TestBody body)
      throws IOException, InterruptedException {
    return client.send(uri, headers, body, mode);
  }

  /** Makes the same call many times at once, each on its own thread. */
  List<Answer> sendAtOnce(int times, TestClient client, Call call)
      throws InterruptedException, ExecutionException, TimeoutException {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      return sendAtOnce(times, client, call, threads);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Makes the same call many times at once on these threads. */
  List<Answer> sendAtOnce(int times, TestClient client, Call call, ExecutorService threads)
      throws InterruptedException, ExecutionException, TimeoutException {
    Callable<Answer> task = () -> send(client, call);
    List<Future<Answer>> futures = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      futures.add(threads.submit(task));
    }
    List<Answer> answers = new ArrayList<>();
    for (Future<Answer> future : futures) {
      answers.add(future.get(MOST_SECONDS, TimeUnit.SECONDS));
    }
    return answers;
  }

  @Override
  public void issued(IssuedEvent event) {
    issued.incrementAndGet();
  }

  @Override
  public void refused(RefusedEvent event) {
    refusals.add(event.isRetried());
  }

  @Override
  public void close() {
    keyrings.forEach(Keyring::close);
    vendor.close();
    foreign.close();
  }
}
