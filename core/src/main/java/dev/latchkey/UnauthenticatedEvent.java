package dev.latchkey;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request is sent without a credential of the keyring. Immutable. */
public final class UnauthenticatedEvent {
  /** The reasons why a request gets no credential. More may be added. */
  public enum Reason {
    /** The keyring has no scheme for the origin of the call. Reported once for each call. */
    UNKNOWN_ORIGIN,
    /**
     * The caller set a header or query parameter that the scheme would set, so none of the call's
     * requests gets a credential. If this is not intended, remove it from the request. Reported
     * once for each call.
     */
    SET_BY_CALLER,
    /**
     * A redirect led to another origin. No later request of the call gets a credential. Reported
     * once for each call.
     */
    REDIRECTED_ELSEWHERE,
    /** The scheme issued {@link Credential#none()}. Reported for each request. */
    NONE_ISSUED
  }

  private final Origin origin;
  private final Reason reason;
  private final @Nullable String name;

  private UnauthenticatedEvent(Origin origin, Reason reason, @Nullable String name) {
    this.origin = origin;
    this.reason = reason;
    this.name = name;
  }

  /** Returns an event, for tests of listeners. */
  public static UnauthenticatedEvent of(Origin origin, Reason reason, @Nullable String name) {
    return new UnauthenticatedEvent(origin, reason, name);
  }

  /** Returns the origin of the request. */
  public Origin origin() {
    return origin;
  }

  /** Returns the reason. */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns the name of the header or query parameter that the caller set; empty for other reasons.
   */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  @Override
  public String toString() {
    return "UnauthenticatedEvent["
        + origin
        + ", "
        + reason
        + (name == null ? "]" : ", " + name + "]");
  }
}
