package dev.latchkey.examples.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What came of the calls of one client. */
final class SoakTally {
  private final String client;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong withoutCredential = new AtomicLong();
  private final AtomicLong refusedTwice = new AtomicLong();
  private final AtomicLong refusedWhileIssuerFailed = new AtomicLong();
  private final AtomicLong refusedInBurst = new AtomicLong();
  private final AtomicLong refusedByUnknownClock = new AtomicLong();
  private final AtomicLong savable = new AtomicLong();
  private final AtomicLong worstNanos = new AtomicLong();
  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  SoakTally(String client) {
    this.client = client;
  }

  /** A call ended with a status. */
  void answered(
      int status, List<SoakTarget.Refusal> refusals, SoakTarget.Watch watch, long tookNanos) {
    took(tookNanos);
    if (status == 200) {
      accepted.incrementAndGet();
    } else if (refusals.size() == 2 && !isOneEpoch(refusals)) {
      refusedTwice.incrementAndGet();
    } else if (refusals.get(refusals.size() - 1).burst()) {
      refusedInBurst.incrementAndGet();
    } else if (watch.issuerFailed()) {
      refusedWhileIssuerFailed.incrementAndGet();
    } else if (watch.clockIsUnknown()) {
      refusedByUnknownClock.incrementAndGet();
    } else {
      savable.incrementAndGet();
      reasons.add("refused " + refusals);
    }
  }

  /** A call failed. */
  void failed(IOException failure, boolean explained, long tookNanos) {
    took(tookNanos);
    if (explained) {
      withoutCredential.incrementAndGet();
    } else {
      savable.incrementAndGet();
      reasons.add(failure.getClass().getName() + ": " + failure.getMessage());
    }
  }

  /** Nothing changed between the two, so the second credential should have been accepted. */
  private static boolean isOneEpoch(List<SoakTarget.Refusal> refusals) {
    return refusals.get(0).began() == refusals.get(1).ended();
  }

  private void took(long nanos) {
    calls.incrementAndGet();
    worstNanos.accumulateAndGet(nanos, Math::max);
  }

  String client() {
    return client;
  }

  boolean isClean() {
    return savable.get() == 0 && accepted.get() > 0;
  }

  void print(PrintStream out) {
    out.printf("%s%n", client);
    out.printf("  calls                                              %,10d%n", calls.get());
    out.printf("  accepted                                           %,10d%n", accepted.get());
    out.printf(
        "  failed, the issuer being down                      %,10d%n", withoutCredential.get());
    out.printf(
        "  refused, the issuer having failed a moment before  %,10d%n",
        refusedWhileIssuerFailed.get());
    out.printf("  refused twice, key or clock having changed between %,10d%n", refusedTwice.get());
    out.printf(
        "  refused while the server refused everything        %,10d%n", refusedInBurst.get());
    out.printf(
        "  refused before a clock that was set was followed   %,10d%n",
        refusedByUnknownClock.get());
    out.printf("  failed although there was a way to succeed         %,10d%n", savable.get());
    out.printf(
        "  longest call                                       %,10d ms%n",
        worstNanos.get() / 1_000_000);
    reasons.stream().limit(5).forEach(reason -> out.printf("    %s%n", reason));
  }
}
