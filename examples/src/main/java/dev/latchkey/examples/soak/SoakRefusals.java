package dev.latchkey.examples.soak;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.RecordedRequest;

/**
 * What a server refused of each call and in which epoch. An epoch ends when anything changes, so
 * that two refusals of one call in the same epoch are a fault of the caller's.
 */
final class SoakRefusals {
  static final String CALL = "X-Call";

  private final Map<String, List<SoakTarget.Refusal>> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger epoch = new AtomicInteger();

  int epoch() {
    return epoch.get();
  }

  /** Changes what the server accepts. */
  void change(Runnable change) {
    epoch.incrementAndGet();
    change.run();
    epoch.incrementAndGet();
  }

  void add(RecordedRequest request, int began, boolean burst) {
    String call = String.valueOf(request.getHeaders().get(CALL));
    refusals
        .computeIfAbsent(call, unknown -> new CopyOnWriteArrayList<>())
        .add(new SoakTarget.Refusal(began, epoch(), burst));
  }

  List<SoakTarget.Refusal> take(String call) {
    List<SoakTarget.Refusal> taken = refusals.remove(call);
    return taken == null ? List.of() : taken;
  }
}
