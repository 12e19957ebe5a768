package dev.latchkey.examples.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FetchedTokenTest {
  @Test
  void threeCallsSendTheOneTokenThatIsFetched() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    FetchedToken.run(new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "asked for a token: grant_type=client_credentials&scope=orders.read",
            "order 1: 200",
            "order 2: 200",
            "order 3: 200");
  }
}
