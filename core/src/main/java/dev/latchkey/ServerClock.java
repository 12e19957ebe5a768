package dev.latchkey;

import static dev.latchkey.ClockEstimate.UNKNOWN;
import static java.util.Objects.requireNonNull;

import java.time.Clock;
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
 * Estimates how far a server's clock is from this machine's, from the {@code Date} of its
 * responses. Each one bounds the offset from both sides, and the last ten together bound it
 * closely. The lower end of the possible range is used, so that a token is never dated in the
 * server's future, which some servers do not tolerate.
 *
 * <p>A keyring has one for each of its origins, which learns from refusals, see {@link
 * IssueContext#now()}. A scheme that calls another server, such as a token endpoint, keeps one for
 * that server.
 *
 * <ul>
 *   <li>A response that arrives more than 10 seconds after its request was sent is not used, since
 *       its {@code Date} may be as old as that.
 *   <li>A response that contradicts earlier ones means that a clock was set: only those that agree
 *       with it count. If older ones agree with it too, the server consists of nodes whose clocks
 *       disagree. Its time is then only known within their difference, until the last ten responses
 *       no longer show a disagreement.
 *   <li>The offset is applied if both bounds are within 15 minutes, and forgotten after a day.
 *   <li>It changes by a second or more only as often as a {@link Backoff} allows, because a changed
 *       clock lets a refusal bypass the back-off of its slot.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class ServerClock {
  private static final int MAXIMUM_SAMPLES = 10;
  private static final long MAXIMUM_ROUND_TRIP = Duration.ofSeconds(10).toMillis();
  private static final long MEMORY = Duration.ofDays(1).toMillis();

  /** An HTTP date has four digits for the year, but Java's parser accepts nine. */
  private static final long END_OF_YEAR_9999 = 253_402_300_799L;

  private final TimeSource times;
  private final Deque<ClockBounds> samples = new ArrayDeque<>();
  private volatile ClockEstimate current = UNKNOWN;
  private ClockEstimate told = UNKNOWN;
  private Backoff changes = Backoff.NONE;

  ServerClock(TimeSource times) {
    this.times = times;
  }

  /**
   * Returns a clock of a server of which nothing is known yet; it shows the time of {@code clock}.
   */
  public static ServerClock of(Clock clock) {
    return new ServerClock(TimeSource.of(requireNonNull(clock, "clock")));
  }

  /** Returns the server's time, as far as it is known. */
  public Instant now() {
    long millis = times.millis();
    return Instant.ofEpochMilli(millis + offset(millis));
  }

  /**
   * Learns from a response that has just arrived. Ignores a response that came from a cache, which
   * has an {@code Age}, or that has no valid {@code Date}.
   *
   * @param sent when the request was sent, by this machine's clock
   */
  public void learn(ResponseHead response, Instant sent) {
    learn(name -> response.header(name).orElse(null), sent.toEpochMilli(), times.millis());
  }

  /**
   * Returns the offset to add to this machine's time to get the server's, in milliseconds; 0 if
   * they agree or nothing is known.
   */
  long offset(long nowMillis) {
    ClockEstimate estimate = current;
    return isForgotten(estimate.madeMillis(), nowMillis) ? 0 : estimate.offset();
  }

  /**
   * Learns from a refusal. Ignores one that came from a cache, which has an {@code Age}, or that
   * has no valid {@code Date}.
   *
   * @param responseHeader returns the first value of a header of the response, or null
   * @param sentMillis when the request was sent, in milliseconds since the epoch
   * @param receivedMillis when the response arrived
   * @return whether the clocks differ by another amount than was reported before
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
        new ClockBounds(
            millis - receivedMillis,
            millis + ClockEstimate.DATE_RESOLUTION - sentMillis,
            receivedMillis));
  }

  private synchronized boolean learn(ClockBounds sample) {
    samples.removeIf(old -> isForgotten(old.receivedMillis(), sample.receivedMillis()));
    if (samples.isEmpty()) {
      told = UNKNOWN;
    } else if (samples.size() == MAXIMUM_SAMPLES) {
      samples.removeLast();
    }
    samples.addFirst(sample);
    ClockEstimate next = bounds().estimate();
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

  /** Returns how far the server's clock is ahead, as last reported, in milliseconds. */
  synchronized long told() {
    return told.apart();
  }

  /** Returns whether later credentials are dated by the reported offset. */
  synchronized boolean isApplied() {
    return told.offset() == told.apart();
  }

  private ClockBounds bounds() {
    Iterator<ClockBounds> newestFirst = samples.iterator();
    ClockBounds newest = newestFirst.next();
    while (newestFirst.hasNext()) {
      ClockBounds older = newestFirst.next();
      ClockBounds both = older.and(newest);
      if (both.isEmpty()) {
        return hasOlderThatAgrees(newestFirst, newest) ? union() : newest;
      }
      newest = both;
    }
    return newest;
  }

  private static boolean hasOlderThatAgrees(Iterator<ClockBounds> older, ClockBounds newest) {
    while (older.hasNext()) {
      if (!older.next().and(newest).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private ClockBounds union() {
    ClockBounds newest = samples.getFirst();
    return samples.stream().reduce(newest, (all, sample) -> sample.or(all));
  }

  /**
   * Returns whether the estimate is too old; on either side, because this machine's clock may be
   * set back.
   */
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

  /** Returns a text with the difference of the clocks. */
  @Override
  public String toString() {
    return "ServerClock[" + Duration.ofMillis(told()) + "]";
  }
}
