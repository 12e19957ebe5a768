package dev.latchkey;

/**
 * Thrown out of a scheme that runs on the thread of a call and has to wait: it is run again on the
 * executor. No exception, so that schemes do not catch it.
 */
final class RunElsewhere extends Error {
  private static final long serialVersionUID = 1L;

  RunElsewhere() {
    super("the scheme has to wait", null, false, false);
  }
}
