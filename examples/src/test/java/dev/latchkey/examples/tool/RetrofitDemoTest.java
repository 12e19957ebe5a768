package dev.latchkey.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RetrofitDemoTest {
  @Test
  void bothVendorsAcceptTheCallsOfOneClient() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(Output.stream(printed));
    try {
      RetrofitDemo.main(new String[0]);
    } finally {
      System.setOut(out);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> !line.isEmpty())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("{\"vendor\":\"status-entry\",\"ok\":true}"),
            line -> assertThat(line).isEqualTo("{\"vendor\":\"maya-online\",\"ok\":true}"),
            line -> assertThat(line).startsWith("status-entry saw Authorization: StatusEntry AK"),
            line -> assertThat(line).startsWith("maya-online saw Authorization: Basic "));
  }
}
