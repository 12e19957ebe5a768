package dev.latchkey;

/**
 * Checks that a thread's stack has room for what must not stop half-way. A flight that is in a slot
 * and whose start or failure overflows the stack would make all callers wait for ever.
 */
final class StackRoom {
  /** Several times as many frames as it takes to fail a flight and tell its waiters. */
  private static final int FRAMES = 200;

  private StackRoom() {}

  /**
   * Returns if there is room.
   *
   * @throws StackOverflowError if there is none
   */
  static void require() {
    descend(FRAMES);
  }

  private static int descend(int frames) {
    return frames == 0 ? 0 : descend(frames - 1) + 1;
  }
}
