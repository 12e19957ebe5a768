package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A credential was issued. Immutable. */
public final class IssuedEvent {
  private final Origin origin;
  private final Duration took;
  private final boolean background;
  private final Instant issuedAt;
  private final @Nullable Instant end;

  private IssuedEvent(
      Origin origin, Duration took, boolean background, Instant issuedAt, @Nullable Instant end) {
    this.origin = origin;
    this.took = took;
    this.background = background;
    this.issuedAt = issuedAt;
    this.end = end;
  }

  /** Returns an event, for tests of listeners. */
  public static IssuedEvent of(
      Origin origin, Duration took, boolean background, Instant issuedAt, @Nullable Instant end) {
    return new IssuedEvent(origin, took, background, issuedAt, end);
  }

  /** Returns the origin of the scheme. */
  public Origin origin() {
    return origin;
  }

  /** Returns how long the scheme took to issue the credential. */
  public Duration took() {
    return took;
  }

  /**
   * Returns whether it replaces a credential that is still in use, so that no call waited for it.
   */
  public boolean isInBackground() {
    return background;
  }

  /** Returns the time of issue, by the server's clock as far as it is known. */
  public Instant issuedAt() {
    return issuedAt;
  }

  /** Returns the time until which it may be reused, by the same clock; empty if it has no end. */
  public Optional<Instant> end() {
    return Optional.ofNullable(end);
  }

  @Override
  public String toString() {
    return "IssuedEvent[" + origin + ", took " + took + (background ? ", in background]" : "]");
  }
}
