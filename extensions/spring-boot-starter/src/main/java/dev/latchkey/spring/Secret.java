package dev.latchkey.spring;

/**
 * Stands for a property whose value is a secret, and does not hold it. The value is read from the
 * environment whenever it is needed, see {@link Secrets}; so it is nowhere that prints what was
 * bound, and follows its source.
 */
final class Secret {
  private static final Secret GIVEN = new Secret();

  private Secret() {}

  /** Called by Spring, which converts text to any type that has such a method. */
  public static Secret of(String value) {
    return GIVEN;
  }

  @Override
  public String toString() {
    return "******";
  }
}
