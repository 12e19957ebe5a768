package dev.latchkey;

/**
 * Ends an issue on a thread that must not wait, which then runs once more on the executor. An
 * error, so that schemes do not take it for a failure of their own.
 */
final class RunElsewhere extends Error {
  private static final long serialVersionUID = 1L;

  RunElsewhere() {
    super("This issue runs once more on the executor", null, false, false);
  }
}
