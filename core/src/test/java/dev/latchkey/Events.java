package dev.latchkey;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a keyring tells its listener. */
final class Events implements KeyringListener {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  List<String> all() {
    return lines;
  }

  /** How often something happened, by the name of the listener's method. */
  int count(String event) {
    return (int) lines.stream().filter(line -> line.startsWith(event + " ")).count();
  }

  List<String> of(String event) {
    return lines.stream().filter(line -> line.startsWith(event + " ")).toList();
  }

  @Override
  public void issued(IssuedEvent event) {
    lines.add("issued " + event.origin() + (event.isInBackground() ? " in background" : ""));
  }

  @Override
  public void issueFailed(IssueFailedEvent event) {
    lines.add("issueFailed " + event.origin() + " " + event.failure().getMessage());
  }

  @Override
  public void refused(RefusedEvent event) {
    lines.add(
        "refused " + event.origin() + " " + event.status() + (event.isRetried() ? " retried" : ""));
  }

  @Override
  public void keyChanged(KeyChangedEvent event) {
    lines.add(
        "keyChanged "
            + event.origin()
            + " "
            + event.algorithm()
            + " "
            + event.keyId().orElse("without id"));
  }

  @Override
  public void unauthenticated(UnauthenticatedEvent event) {
    lines.add(
        "unauthenticated "
            + event.origin()
            + " "
            + event.reason()
            + event.name().map(name -> " " + name).orElse(""));
  }

  @Override
  public void keyUnreadable(KeyUnreadableEvent event) {
    lines.add("keyUnreadable " + event.origin() + " " + event.problem());
  }

  @Override
  public void clockOffset(ClockOffsetEvent event) {
    lines.add(
        "clockOffset "
            + event.origin()
            + " "
            + event.offset()
            + (event.isApplied() ? " applied" : ""));
  }
}
