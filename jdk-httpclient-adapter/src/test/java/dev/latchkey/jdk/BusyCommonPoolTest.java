package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code send} waits for needs neither the common pool nor the JDK's timer. */
class BusyCommonPoolTest {

  @Test
  void sendGoesOnAndTheJdksTimerIsNotStarted(@TempDir Path folder) throws Exception {
    assertThat(
            ChildJvm.run(
                BusyCommonPool.class,
                folder,
                // More than one, or the JDK of Java 17 would start threads instead.
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2"))
        .containsExactly("stalled refusal: 200 yes", "refusal that waits: 401 no");
  }
}
