package dev.latchkey;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** Logs what a user's listener throws, so that it does not fail the call that it is told of. */
final class SafeListener implements KeyringListener {
  private static final System.Logger LOG = System.getLogger("dev.latchkey");

  private final KeyringListener listener;

  SafeListener(KeyringListener listener) {
    this.listener = listener;
  }

  @Override
  public void issued(Origin origin, Duration took, boolean inBackground) {
    guard(() -> listener.issued(origin, took, inBackground));
  }

  @Override
  public void issueFailed(Origin origin, CredentialException failure) {
    guard(() -> listener.issueFailed(origin, failure));
  }

  @Override
  public void refused(Origin origin, int status, boolean retried) {
    guard(() -> listener.refused(origin, status, retried));
  }

  @Override
  public void keyChanged(Origin origin, Optional<String> keyId, String algorithm) {
    guard(() -> listener.keyChanged(origin, keyId, algorithm));
  }

  @Override
  public void keyUnreadable(Origin origin, String problem) {
    guard(() -> listener.keyUnreadable(origin, problem));
  }

  @Override
  public void clockOffset(Origin origin, Duration offset, boolean applied) {
    guard(() -> listener.clockOffset(origin, offset, applied));
  }

  @Override
  public void callersCredential(Origin origin, String header) {
    guard(() -> listener.callersCredential(origin, header));
  }

  private void guard(Runnable event) {
    try {
      event.run();
    } catch (Throwable e) {
      // Any: if it went on from here, the waiters of an issue would get no outcome.
      // The class only: the message of a foreign exception may hold a secret.
      LOG.log(
          Level.WARNING, "The keyring listener {0} threw {1}", listener.getClass(), e.getClass());
    }
  }
}
