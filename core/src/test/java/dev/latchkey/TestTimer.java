package dev.latchkey;

import dev.latchkey.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/** A timer that goes by a clock that is moved by hand. */
final class TestTimer implements BiFunction<Runnable, Duration, Future<?>> {
  private record Task(Runnable work, long due, CompletableFuture<Void> future) {}

  private final ManualClock moment;
  private final List<Task> tasks = new ArrayList<>();

  TestTimer(ManualClock moment) {
    this.moment = moment;
  }

  @Override
  public synchronized Future<?> apply(Runnable work, Duration delay) {
    long due = moment.nanos().getAsLong() + delay.toNanos();
    Task task = new Task(work, due, new CompletableFuture<>());
    tasks.add(task);
    return task.future;
  }

  /** Lets time go by, and runs what is due then. */
  void advance(Duration time) {
    moment.advance(time);
    List<Task> due = new ArrayList<>();
    synchronized (this) {
      tasks.removeIf(task -> task.future.isDone());
      tasks.removeIf(task -> task.due <= moment.nanos().getAsLong() && due.add(task));
    }
    due.forEach(task -> task.work.run());
  }

  synchronized long waiting() {
    return tasks.stream().filter(task -> !task.future.isDone()).count();
  }
}
