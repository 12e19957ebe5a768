package dev.latchkey;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A scheme that may block, of numbered credentials; it fails when told to. */
final class CountingScheme implements AuthScheme {
  private final String header;
  private final String prefix;
  private final @Nullable Duration life;
  private int issued;
  private int asked;
  private boolean failing;
  private volatile Runnable whenAsked = () -> {};

  /** Issues t1, t2 … in the header x. */
  CountingScheme(Duration life) {
    this("x", "t", life);
  }

  private CountingScheme(String header, String prefix, @Nullable Duration life) {
    this.header = header;
    this.prefix = prefix;
    this.life = life;
  }

  /** Issues t1, t2 … for an hour each. */
  static CountingScheme tokens(String header) {
    return new CountingScheme(header, "t", Duration.ofHours(1));
  }

  /** Issues n1, n2 … in the header x-nonce, each for one request. */
  static CountingScheme nonces() {
    return new CountingScheme("x-nonce", "n", null);
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
    Credential credential = Credential.of(header, prefix + ++issued);
    return life == null
        ? credential.singleUse()
        : credential.reusableUntil(context.now().plus(life));
  }
}
