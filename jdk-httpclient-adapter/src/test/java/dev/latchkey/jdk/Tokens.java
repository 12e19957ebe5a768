package dev.latchkey.jdk;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Issues numbered tokens, {@code Bearer secret-1} first; may be made to wait or to fail. */
final class Tokens implements AuthScheme {
  private static final long MOST_SECONDS = 10;

  final AtomicInteger issued = new AtomicInteger();

  /** Counted down when the second token, which replaces a refused one, is issued. */
  final CountDownLatch replaced = new CountDownLatch(2);

  private volatile boolean failing;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch waiting = new CountDownLatch(1);

  void failing(boolean failing) {
    this.failing = failing;
  }

  /** From now on nothing is issued until {@link #open}. */
  void shut() {
    waiting = new CountDownLatch(1);
    gate = new CountDownLatch(1);
  }

  void open() {
    gate.countDown();
  }

  /** Waits until somebody waits for a token. */
  void awaitWaiting() throws InterruptedException {
    if (!waiting.await(MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody asked for a token");
    }
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    waiting.countDown();
    try {
      if (!gate.await(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the gate stayed shut");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (failing) {
      throw new IOException("secret-source is down");
    }
    replaced.countDown();
    return Credential.of("Authorization", "Bearer secret-" + issued.incrementAndGet())
        .reusableUntil(context.now().plus(Duration.ofHours(1)));
  }
}
