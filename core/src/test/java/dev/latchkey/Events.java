package dev.latchkey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  public void issued(Origin origin, Duration took, boolean inBackground) {
    lines.add("issued " + origin + (inBackground ? " in background" : ""));
  }

  @Override
  public void issueFailed(Origin origin, CredentialException failure) {
    lines.add("issueFailed " + origin + " " + failure.getMessage());
  }

  @Override
  public void refused(Origin origin, int status, boolean retried) {
    lines.add("refused " + origin + " " + status + (retried ? " retried" : ""));
  }

  @Override
  public void keyChanged(Origin origin, Optional<String> keyId, String algorithm) {
    lines.add("keyChanged " + origin + " " + algorithm + " " + keyId.orElse("without id"));
  }

  @Override
  public void callersCredential(Origin origin, String header) {
    lines.add("callersCredential " + origin + " " + header);
  }

  @Override
  public void keyUnreadable(Origin origin, String problem) {
    lines.add("keyUnreadable " + origin + " " + problem);
  }

  @Override
  public void clockOffset(Origin origin, Duration offset, boolean applied) {
    lines.add("clockOffset " + origin + " " + offset + (applied ? " applied" : ""));
  }
}
