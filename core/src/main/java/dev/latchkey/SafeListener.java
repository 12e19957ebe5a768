package dev.latchkey;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

/**
 * Passes events to users' listeners, and logs their exceptions, which affect neither the call nor
 * the other listeners.
 */
final class SafeListener implements KeyringListener {
  private final List<KeyringListener> listeners;

  SafeListener(List<KeyringListener> listeners) {
    this.listeners = listeners;
  }

  /** Returns the logger, when there is something to log: making it loads the JVM's logging. */
  static System.Logger logger() {
    return System.getLogger("dev.latchkey");
  }

  /** Returns whether there is no listener, so that no event need be created. */
  boolean isEmpty() {
    return listeners.isEmpty();
  }

  @Override
  public void issued(IssuedEvent event) {
    tell(listener -> listener.issued(event));
  }

  @Override
  public void issueFailed(IssueFailedEvent event) {
    tell(listener -> listener.issueFailed(event));
  }

  @Override
  public void refused(RefusedEvent event) {
    tell(listener -> listener.refused(event));
  }

  @Override
  public void keyChanged(KeyChangedEvent event) {
    tell(listener -> listener.keyChanged(event));
  }

  @Override
  public void keyUnreadable(KeyUnreadableEvent event) {
    tell(listener -> listener.keyUnreadable(event));
  }

  @Override
  public void clockOffset(ClockOffsetEvent event) {
    tell(listener -> listener.clockOffset(event));
  }

  @Override
  public void unauthenticated(UnauthenticatedEvent event) {
    tell(listener -> listener.unauthenticated(event));
  }

  private void tell(Consumer<KeyringListener> event) {
    for (KeyringListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable e) {
        // Any Throwable: if it propagated from here, the waiters of an issue would get no outcome.
        // The class only: the message of a foreign exception may hold a secret.
        logger()
            .log(
                Level.WARNING,
                "The keyring listener {0} threw {1}",
                listener.getClass(),
                e.getClass());
      }
    }
  }
}
