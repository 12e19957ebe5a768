package dev.latchkey.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a program measured: values under names. */
final class Results {
  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  void add(String name, double value) {
    values.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
  }

  /** Writes all values as JSON and ends the program, whose clients have threads that would not. */
  void writeAndExit(String file) throws IOException {
    Files.writeString(
        Path.of(file),
        values.entrySet().stream()
            .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
            .collect(Collectors.joining(",\n", "{\n", "\n}\n")));
    System.exit(0);
  }
}
