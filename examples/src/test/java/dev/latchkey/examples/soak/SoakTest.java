package dev.latchkey.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {
  /**
   * Of those that sign, only whether they came back: a server cannot tell all back-offs of a
   * keyring from faults, and in so short a time they are many. The program counts them over a
   * minute.
   */
  @Test
  void noCallFailsThatHasAWayToSucceed() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    List<String> wrong =
        Soak.run(Duration.ofSeconds(6), new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(wrong)
        .as(printed.toString(StandardCharsets.UTF_8))
        .filteredOn(client -> !client.contains(", signed,"))
        .isEmpty();
  }
}
