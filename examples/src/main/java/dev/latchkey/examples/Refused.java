package dev.latchkey.examples;

/** Why an embedded vendor does not accept a request; the message shows no secret. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  Refused(String reason) {
    super(reason);
  }

  Refused(String reason, Throwable cause) {
    super(reason, cause);
  }

  static void unless(boolean condition, String reason) throws Refused {
    if (!condition) {
      throw new Refused(reason);
    }
  }
}
