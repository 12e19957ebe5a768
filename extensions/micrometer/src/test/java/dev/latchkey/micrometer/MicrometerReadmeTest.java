package dev.latchkey.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.checks.Javac;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code compiles, and its table has all meters. */
class MicrometerReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\\n(.*?)```");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(latchkey\\.[a-z.]+)`");
  private static final String AROUND_A_BLOCK =
      """
      import dev.latchkey.*;
      import dev.latchkey.micrometer.*;

      class Block {
        void run(AuthScheme scheme, io.micrometer.core.instrument.MeterRegistry registry, java.time.Clock clock) {
          %s
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void itsCodeCompiles() throws Exception {
    List<String> blocks = found(BLOCK);

    assertThat(blocks).hasSize(2);
    for (String block : blocks) {
      Javac.compile(
          Files.writeString(folder.resolve("Block.java"), AROUND_A_BLOCK.formatted(block)), folder);
    }
  }

  @Test
  void itsTableHasAllMeters() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    KeyringMetrics metrics = new KeyringMetrics();
    metrics.bindTo(registry);
    AllEvents.tell(metrics);

    assertThat(registry.getMeters().stream().map(meter -> meter.getId().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(found(ROW));
  }

  private static List<String> found(Pattern pattern) throws Exception {
    return pattern
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
