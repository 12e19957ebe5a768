package dev.latchkey.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a program measured: values under names, which it prints and leaves in a file. */
final class Results {
  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  void add(String name, double value) {
    values.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
  }

  /** Prints median and quartiles of each name, and writes all values as JSON. */
  void write(Path file) throws IOException {
    values.forEach(
        (name, measured) -> {
          double[] sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
          System.out.printf(
              "%s: %.4g (%.4g to %.4g)%n",
              name, at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75));
        });
    Files.writeString(
        file,
        values.entrySet().stream()
            .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
            .collect(Collectors.joining(",\n", "{\n", "\n}\n")));
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
