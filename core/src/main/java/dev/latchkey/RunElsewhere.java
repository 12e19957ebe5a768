package dev.latchkey;

/**
 * Thrown to end an issue on a thread that must not wait; it then runs once more on the executor. An
 * error, so that schemes do not handle it as a failure of their own.
 */
final class RunElsewhere extends Error {
  private static final long serialVersionUID = 1L;

  RunElsewhere() {
    super("This issue runs once more on the executor", null, false, false);
  }
}
