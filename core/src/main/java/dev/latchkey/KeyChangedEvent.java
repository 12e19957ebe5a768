package dev.latchkey;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keyring signs with another key from now on. Immutable. */
public final class KeyChangedEvent {
  private final Origin origin;
  private final @Nullable String keyId;
  private final SigningAlgorithm algorithm;

  private KeyChangedEvent(Origin origin, @Nullable String keyId, SigningAlgorithm algorithm) {
    this.origin = origin;
    this.keyId = keyId;
    this.algorithm = algorithm;
  }

  /** Returns an event, for tests of listeners. */
  public static KeyChangedEvent of(
      Origin origin, @Nullable String keyId, SigningAlgorithm algorithm) {
    return new KeyChangedEvent(origin, keyId, algorithm);
  }

  /** Returns the origin of the scheme. */
  public Origin origin() {
    return origin;
  }

  /** Returns the id under which the vendor knows the key, if it has one. */
  public Optional<String> keyId() {
    return Optional.ofNullable(keyId);
  }

  /** Returns the algorithm with which the key signs. */
  public SigningAlgorithm algorithm() {
    return algorithm;
  }

  @Override
  public String toString() {
    return "KeyChangedEvent["
        + origin
        + ", "
        + algorithm
        + (keyId == null ? "]" : ", " + keyId + "]");
  }
}
