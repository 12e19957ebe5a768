package dev.latchkey.okhttp;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A scheme of numbered tokens, {@code t1} and so on, from an issuer that may be slow or down. */
final class Tokens implements AuthScheme {
  private final String header;
  private final AtomicInteger asked = new AtomicInteger();
  private final Semaphore arrivals = new Semaphore(0);
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean down;

  Tokens(String header) {
    this.header = header;
  }

  /** From now on the issuer does not answer until it is opened. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  /** Lets the issuer answer. */
  void open() {
    gate.countDown();
  }

  /** From now on there are no tokens. */
  void fail() {
    down = true;
  }

  /** How often the issuer was asked. */
  int asked() {
    return asked.get();
  }

  /** Waits until the issuer was asked once more. */
  void awaitAsked() throws InterruptedException {
    if (!arrivals.tryAcquire(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the issuer was not asked");
    }
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    int number = asked.incrementAndGet();
    CountDownLatch held = gate;
    arrivals.release();
    try {
      if (!held.await(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("held too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    if (down) {
      throw new IOException("the issuer is down");
    }
    return Credential.of(header, "t" + number)
        .reusableUntil(context.now().plus(Duration.ofHours(1)));
  }

  @Override
  public Set<String> headerNames() {
    return Set.of(header);
  }
}
