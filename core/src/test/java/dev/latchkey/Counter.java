package dev.latchkey;

import java.io.IOException;
import java.time.Duration;

/** A scheme that may block, of numbered credentials; it fails when told to. */
final class Counter implements AuthScheme {
  private final Duration life;
  private int issued;
  private int asked;
  private boolean failing;
  private volatile Runnable whenAsked = () -> {};

  Counter(Duration life) {
    this.life = life;
  }

  synchronized void failing(boolean failing) {
    this.failing = failing;
  }

  /** Sets what happens before the next credential is made, and then no more. */
  void whenAsked(Runnable action) {
    whenAsked = action;
  }

  synchronized int asked() {
    return asked;
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    Runnable action = whenAsked;
    whenAsked = () -> {};
    action.run();
    return make(context);
  }

  private synchronized Credential make(IssueContext context) throws IOException {
    asked++;
    if (failing) {
      throw new IOException("down");
    }
    return Credential.of("x", "t" + ++issued).reusableUntil(context.now().plus(life));
  }
}
