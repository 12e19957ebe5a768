package dev.latchkey.testing;

/** Names exceptions of users' code, whose messages may repeat a credential. */
final class Thrown {
  private Thrown() {}

  static String at(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    return thrown.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
  }
}
