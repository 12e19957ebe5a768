package dev.latchkey;

/** Throws a checked exception where none is declared, as code in Kotlin may. */
final class Sneaky {
  private Sneaky() {}

  // There is no other way to write in Java what Kotlin does by itself.
  @SuppressWarnings("unchecked")
  static <E extends Throwable> RuntimeException throwing(Throwable checked) throws E {
    throw (E) checked;
  }
}
