package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SoakTest {
  @Test
  void noCallFailsThatHasAWayToSucceed() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    boolean clean =
        Soak.run(Duration.ofSeconds(6), new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(clean).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
  }
}
