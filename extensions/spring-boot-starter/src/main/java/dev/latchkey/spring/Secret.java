package dev.latchkey.spring;

/**
 * Represents a property whose value is a secret, without holding it. The value is read from the
 * environment whenever it is needed, see {@link Secrets}. So nothing that prints bound properties
 * shows it, and it follows its source.
 */
final class Secret {
  private static final Secret GIVEN = new Secret();

  private Secret() {}

  /** Returns a secret. Called by Spring, which converts text to any type that has such a method. */
  public static Secret of(String value) {
    return GIVEN;
  }

  @Override
  public String toString() {
    return "******";
  }
}
