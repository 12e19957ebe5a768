package dev.latchkey.testing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A check of a credential that is the same on each request. */
final class ConstantCheck extends PlacedCheck {
  private final String expected;

  ConstantCheck(
      String place, Function<SentRequest, @Nullable List<String>> values, String expected) {
    super(place, values);
    this.expected = expected;
  }

  @Override
  Optional<String> problemOf(String value, SentRequest request, Instant now) {
    return value.equals(expected) ? Optional.empty() : Optional.of("has another value");
  }

  @Override
  Stream<String> constants() {
    return Stream.of(expected);
  }
}
