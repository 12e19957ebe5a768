package dev.latchkey.examples.tool;

/** Why an embedded vendor does not accept a request; the message shows no secret. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public Refused(String reason) {
    super(reason);
  }

  Refused(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** Throws if the condition is false. */
  public static void unless(boolean condition, String reason) throws Refused {
    if (!condition) {
      throw new Refused(reason);
    }
  }
}
