package dev.latchkey;

import static dev.latchkey.ServerClock.Estimate.UNKNOWN;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how far a server's clock is from this machine's, from the {@code Date} of its refusals.
 * Each refusal bounds the offset from both sides, and the last ten together bound it closely. Of
 * what is possible the lower end is taken, so that a token is never dated in the server's future,
 * where some servers allow nothing.
 *
 * <ul>
 *   <li>A refusal that arrives more than 10 seconds after its request was sent is not used, since
 *       its {@code Date} may be as old as that.
 *   <li>A refusal that contradicts those before it means that a clock was set: only those that
 *       agree with it count. If older ones agree with it too, the server consists of nodes whose
 *       clocks disagree. Its time is then not known better than their distance, until the last ten
 *       refusals no longer show a disagreement.
 *   <li>The offset is applied if both bounds are within 15 minutes, and forgotten after a day.
 *   <li>It changes by a second or more only as often as a {@link Backoff} allows, because a changed
 *       clock lets a refusal pass the back-off of its slot.
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
final class ServerClock {
  private static final int MAXIMUM_SAMPLES = 10;
  private static final long MAXIMUM_ROUND_TRIP = Duration.ofSeconds(10).toMillis();
  private static final long MAXIMUM_OFFSET = Duration.ofMinutes(15).toMillis();
  private static final long MEMORY = Duration.ofDays(1).toMillis();
  private static final long DATE_RESOLUTION = 1_000;

  /** An HTTP date has four digits for the year, but Java's parser accepts nine. */
  private static final long END_OF_YEAR_9999 = 253_402_300_799L;

  /** The least and the greatest offset that a refusal allows, in milliseconds. */
  private record Bounds(long low, long high, long receivedMillis) {
    Bounds and(Bounds other) {
      return new Bounds(Math.max(low, other.low), Math.min(high, other.high), other.receivedMillis);
    }

    Bounds or(Bounds other) {
      return new Bounds(Math.min(low, other.low), Math.max(high, other.high), other.receivedMillis);
    }

    boolean isEmpty() {
      return low > high;
    }

    Estimate estimate() {
      long apart = low <= 0 && high >= 0 ? 0 : low;
      boolean credible = low >= -MAXIMUM_OFFSET && high <= MAXIMUM_OFFSET;
      return new Estimate(apart, credible ? apart : 0, receivedMillis);
    }
  }

  /**
   * @param apart how far the server's clock is ahead, applied or not
   * @param offset what to add to this machine's time
   */
  record Estimate(long apart, long offset, long madeMillis) {
    static final Estimate UNKNOWN = new Estimate(0, 0, 0);

    /** Half a second, so that any two that do not differ from a third differ by less than one. */
    boolean differs(Estimate other) {
      return Math.abs(apart - other.apart) >= DATE_RESOLUTION / 2
          || Math.abs(offset - other.offset) >= DATE_RESOLUTION / 2;
    }
  }

  private final TimeSource times;
  private final Deque<Bounds> samples = new ArrayDeque<>();
  private volatile Estimate current = UNKNOWN;
  private Estimate told = UNKNOWN;
  private Backoff changes = Backoff.NONE;

  ServerClock(TimeSource times) {
    this.times = times;
  }

  /**
   * Returns what to add to this machine's time to get the server's, in milliseconds; 0 if they
   * agree or nothing is known.
   */
  long offset(long nowMillis) {
    Estimate estimate = current;
    return isForgotten(estimate.madeMillis, nowMillis) ? 0 : estimate.offset;
  }

  /**
   * Learns from a refusal that came from the server itself. One that a cache answered, which has an
   * {@code Age}, or that has no valid {@code Date} teaches nothing.
   *
   * @param responseHeader gives the first value of a header of the response, or null
   * @param sentMillis when the request was sent, in milliseconds since the epoch
   * @param receivedMillis when the response arrived
   * @return whether the clocks are apart by another amount than was told before
   */
  boolean learn(
      Function<String, @Nullable String> responseHeader, long sentMillis, long receivedMillis) {
    if (receivedMillis < sentMillis || receivedMillis - sentMillis > MAXIMUM_ROUND_TRIP) {
      return false;
    }
    OptionalLong date = date(responseHeader);
    if (date.isEmpty()) {
      return false;
    }
    long millis = date.getAsLong();
    return learn(
        new Bounds(millis - receivedMillis, millis + DATE_RESOLUTION - sentMillis, receivedMillis));
  }

  private synchronized boolean learn(Bounds sample) {
    samples.removeIf(old -> isForgotten(old.receivedMillis, sample.receivedMillis));
    if (samples.isEmpty()) {
      told = UNKNOWN;
    } else if (samples.size() == MAXIMUM_SAMPLES) {
      samples.removeLast();
    }
    samples.addFirst(sample);
    Estimate next = bounds().estimate();
    boolean changed = next.differs(told);
    if (changed) {
      if (!changes.isOver(times)) {
        return false;
      }
      changes = changes.next(times);
      told = next;
    }
    current = next;
    return changed;
  }

  /** Returns how far the server's clock was last told to be ahead, in milliseconds. */
  synchronized long told() {
    return told.apart;
  }

  /** Whether later credentials are dated by what was told. */
  synchronized boolean isApplied() {
    return told.offset == told.apart;
  }

  private Bounds bounds() {
    Iterator<Bounds> newestFirst = samples.iterator();
    Bounds newest = newestFirst.next();
    while (newestFirst.hasNext()) {
      Bounds older = newestFirst.next();
      Bounds both = older.and(newest);
      if (both.isEmpty()) {
        return hasOlderThatAgrees(newestFirst, newest) ? union() : newest;
      }
      newest = both;
    }
    return newest;
  }

  private static boolean hasOlderThatAgrees(Iterator<Bounds> older, Bounds newest) {
    while (older.hasNext()) {
      if (!older.next().and(newest).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private Bounds union() {
    Bounds newest = samples.getFirst();
    return samples.stream().reduce(newest, (all, sample) -> sample.or(all));
  }

  /** On either side, because this machine's clock may be set back. */
  private static boolean isForgotten(long learnedMillis, long nowMillis) {
    return Math.abs(nowMillis - learnedMillis) > MEMORY;
  }

  private static OptionalLong date(Function<String, @Nullable String> responseHeader) {
    String date = responseHeader.apply("Date");
    if (date == null || responseHeader.apply("Age") != null) {
      return OptionalLong.empty();
    }
    try {
      long seconds =
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from).getEpochSecond();
      return seconds < 0 || seconds > END_OF_YEAR_9999
          ? OptionalLong.empty()
          : OptionalLong.of(seconds * 1_000);
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }
}
