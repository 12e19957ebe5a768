package dev.latchkey;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How far a server's clock is from ours, learned from the {@code Date} of its refusals. Each bounds
 * the offset from both sides; the last ten together bound it closely. Of what is left the lower end
 * is taken, so that a token is never dated in the server's future, where some servers allow
 * nothing.
 */
final class ServerClock {
  private static final int MOST_SAMPLES = 10;
  private static final long MOST_OFFSET = Duration.ofMinutes(15).toMillis();
  private static final long DATE_RESOLUTION = 1_000;

  private record Bounds(long low, long high) {
    Bounds and(Bounds other) {
      return new Bounds(Math.max(low, other.low), Math.min(high, other.high));
    }

    boolean isEmpty() {
      return low > high;
    }

    boolean includesZero() {
      return low <= 0 && high >= 0;
    }

    boolean isCredible() {
      return low <= MOST_OFFSET && high >= -MOST_OFFSET;
    }
  }

  private final Deque<Bounds> samples = new ArrayDeque<>();
  private volatile long offset;
  private long told;

  /**
   * What to add to our time to get the server's, in milliseconds; 0 if they agree or nothing is
   * known.
   */
  long offset() {
    return offset;
  }

  /**
   * Takes in one response, all times in milliseconds since the epoch.
   *
   * @return whether the clocks turn out to be apart by another amount than was told before
   */
  boolean learn(Function<String, @Nullable String> header, long sent, long received) {
    String date = header.apply("Date");
    if (date == null || header.apply("Age") != null) {
      // An answer with an age comes from a cache, and its date from some time ago.
      return false;
    }
    try {
      long server = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from).toEpochMilli();
      return learn(server, sent, received);
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  synchronized boolean learn(long date, long sent, long received) {
    Bounds sample = new Bounds(date - received, date + DATE_RESOLUTION - sent);
    samples.addLast(sample);
    if (samples.size() > MOST_SAMPLES) {
      samples.removeFirst();
    }
    Bounds all = samples.stream().reduce(sample, Bounds::and);
    if (all.isEmpty()) {
      // One of the clocks was set since: what was learned before is void.
      samples.clear();
      samples.add(sample);
      all = sample;
    }
    long apart = all.includesZero() ? 0 : all.low;
    offset = all.isCredible() ? apart : 0;
    boolean news = Math.abs(apart - told) >= DATE_RESOLUTION;
    if (news) {
      told = apart;
    }
    return news;
  }

  /** How far the clocks were last told to be apart, applied or not. */
  synchronized long told() {
    return told;
  }
}
