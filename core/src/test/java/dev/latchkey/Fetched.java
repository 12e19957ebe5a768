package dev.latchkey;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A token that lives for an hour, and says how often it was asked for. */
final class Fetched implements AuthScheme {
  private static final Duration HOUR = Duration.ofHours(1);

  final AtomicInteger fetches = new AtomicInteger();
  final String header;
  IOException failure;

  Fetched(String header) {
    this.header = header;
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    int number = fetches.incrementAndGet();
    if (failure != null) {
      throw failure;
    }
    return Credential.of(header, "t" + number).reusableUntil(context.now().plus(HOUR));
  }
}
