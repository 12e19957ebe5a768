package dev.latchkey.testing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A check of a credential that is in one place of the request. */
abstract class PlacedCheck extends Check {
  private final String place;
  private final Function<SentRequest, @Nullable List<String>> values;

  PlacedCheck(String place, Function<SentRequest, @Nullable List<String>> values) {
    this.place = place;
    this.values = values;
  }

  /** Returns why this value is refused, without it. */
  abstract Optional<String> problemOf(String value, SentRequest request, Instant now);

  @Override
  final Stream<String> credentials(SentRequest request) {
    return values(request).stream();
  }

  @Override
  final Optional<String> problem(SentRequest request, Instant now) {
    List<String> sent = values(request);
    Optional<String> problem =
        switch (sent.size()) {
          case 0 -> Optional.of("is missing");
          case 1 -> problemOf(sent.get(0), request, now);
          default -> Optional.of("was sent " + sent.size() + " times");
        };
    return problem.map(text -> place + " " + text);
  }

  private List<String> values(SentRequest request) {
    List<String> sent = values.apply(request);
    return sent == null ? List.of() : sent;
  }
}
