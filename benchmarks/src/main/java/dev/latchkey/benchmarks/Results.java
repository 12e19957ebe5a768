package dev.latchkey.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** What a program measured: rows of JSON, in a file for the report. */
final class Results {
  static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ArrayNode rows = JSON.createArrayNode();

  ObjectNode row() {
    return rows.addObject();
  }

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), rows);
  }

  /** Puts median and spread of a measurement under its name. */
  static void put(ObjectNode row, String name, Quartiles values) {
    row.putObject(name)
        .put("low", values.low())
        .put("median", values.median())
        .put("high", values.high());
  }
}
