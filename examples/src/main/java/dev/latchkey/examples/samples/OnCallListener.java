package dev.latchkey.examples.samples;

import dev.latchkey.ClockOffsetEvent;
import dev.latchkey.IssueFailedEvent;
import dev.latchkey.IssuedEvent;
import dev.latchkey.KeyChangedEvent;
import dev.latchkey.KeyUnreadableEvent;
import dev.latchkey.KeyringListener;
import dev.latchkey.RefusedEvent;
import dev.latchkey.UnauthenticatedEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

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
  public void issued(IssuedEvent event) {
    String how = event.isInBackground() ? "in the background" : "while a call waited";
    log.log(
        Level.DEBUG,
        () -> event.origin() + ": issued in " + event.took().toMillis() + " ms, " + how);
  }

  @Override
  public void issueFailed(IssueFailedEvent event) {
    // Without the stack trace, whose causes are foreign and may say too much.
    log.log(Level.WARNING, () -> event.origin() + ": " + event.failure().getMessage());
  }

  @Override
  public void refused(RefusedEvent event) {
    Level level = event.isRetried() ? Level.INFO : Level.WARNING;
    String then = event.isRetried() ? "sent again with another" : "and that was it";
    log.log(
        level,
        () -> event.origin() + ": a credential was refused with " + event.status() + ", " + then);
  }

  @Override
  public void keyChanged(KeyChangedEvent event) {
    log.log(
        Level.INFO,
        () -> event.origin() + ": another key signs, " + event.keyId().orElse("without id"));
  }

  @Override
  public void unauthenticated(UnauthenticatedEvent event) {
    event
        .name()
        .ifPresent(
            name ->
                log.log(Level.INFO, () -> event.origin() + ": a call came with its own " + name));
  }

  @Override
  public void keyUnreadable(KeyUnreadableEvent event) {
    log.log(
        Level.WARNING,
        () -> event.origin() + ": the last good key stays in use: " + event.problem());
  }

  @Override
  public void clockOffset(ClockOffsetEvent event) {
    Level level = event.isApplied() ? Level.INFO : Level.WARNING;
    String then = event.isApplied() ? "credentials are dated by it" : "too far to follow";
    log.log(
        level,
        () -> event.origin() + ": the server's clock is ahead by " + event.offset() + ", " + then);
  }
}
