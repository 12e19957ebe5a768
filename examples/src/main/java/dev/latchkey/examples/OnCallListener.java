package dev.latchkey.examples;

import dev.latchkey.CredentialException;
import dev.latchkey.KeyringListener;
import dev.latchkey.Origin;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * Logs what a keyring does, for those on call: warnings are what they may have to act upon.
 *
 * <pre>{@code
 * Keyring.builder().listener(new OnCallListener())
 * }</pre>
 */
public final class OnCallListener implements KeyringListener {
  private final Logger log;

  /** Logs as {@code latchkey}. */
  public OnCallListener() {
    this(System.getLogger("latchkey"));
  }

  OnCallListener(Logger log) {
    this.log = log;
  }

  @Override
  public void issued(Origin origin, Duration took, boolean inBackground) {
    String how = inBackground ? "in the background" : "while a call waited";
    log.log(Level.DEBUG, () -> origin + ": issued in " + took.toMillis() + " ms, " + how);
  }

  @Override
  public void issueFailed(Origin origin, CredentialException failure) {
    // Without the stack trace, whose causes are foreign and may say too much.
    log.log(Level.WARNING, () -> origin + ": " + failure.getMessage());
  }

  @Override
  public void refused(Origin origin, int status, boolean retried) {
    Level level = retried ? Level.INFO : Level.WARNING;
    String then = retried ? "sent again with another" : "and that was it";
    log.log(level, () -> origin + ": a credential was refused with " + status + ", " + then);
  }

  @Override
  public void keyChanged(Origin origin, Optional<String> keyId, String algorithm) {
    log.log(Level.INFO, () -> origin + ": another key signs, " + keyId.orElse("without id"));
  }

  @Override
  public void callersCredential(Origin origin, String header) {
    log.log(Level.INFO, () -> origin + ": a call came with its own " + header);
  }

  @Override
  public void keyUnreadable(Origin origin, String problem) {
    log.log(Level.WARNING, () -> origin + ": the last good key stays in use: " + problem);
  }

  @Override
  public void clockOffset(Origin origin, Duration offset, boolean applied) {
    Level level = applied ? Level.INFO : Level.WARNING;
    String then = applied ? "credentials are dated by it" : "too far to follow";
    log.log(level, () -> origin + ": the server's clock is ahead by " + offset + ", " + then);
  }
}
