package dev.latchkey.examples.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignedOrderTest {
  @Test
  void theApiAcceptsWhatIsSigned() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    SignedOrder.run(new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "arrived: {\"cups\":2},"
                + " (\"@method\" \"@request-target\" \"content-digest\");keyid=\"shop\"",
            "order: 201");
  }
}
