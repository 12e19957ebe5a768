package dev.latchkey.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What JMH wrote of one benchmark in several rounds. In each round every contender has a JVM of its
 * own; a ratio is one of the same round, and the result is the median over the rounds.
 */
final class JmhResults {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** A contender under the group's other parameters. */
  private record Key(String group, String contender) {}

  final String topic;

  private final Map<Key, List<Double>> times = new LinkedHashMap<>();
  private final Map<Key, List<Double>> bytes = new LinkedHashMap<>();
  private final Set<String> vms = new LinkedHashSet<>();

  private JmhResults(String topic) {
    this.topic = topic;
  }

  /** Reads {@code <topic>-<round>.json}, as many as there are. */
  static JmhResults read(Path folder, String topic) throws IOException {
    JmhResults results = new JmhResults(topic);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(file -> file.getFileName().toString().matches(topic + "-\\d+\\.json"))
              .sorted()
              .toList()) {
        results.add(Results.JSON.readTree(file.toFile()));
      }
    }
    return results;
  }

  private void add(JsonNode runs) {
    for (JsonNode run : runs) {
      Key key = new Key(group(run), run.path("params").path("contender").asText());
      perFork(run.path("primaryMetric"), times.computeIfAbsent(key, k -> new ArrayList<>()));
      perFork(
          run.path("secondaryMetrics").path(ALLOCATED),
          bytes.computeIfAbsent(key, k -> new ArrayList<>()));
      vms.add(run.path("vmName").asText() + " " + run.path("vmVersion").asText());
    }
  }

  private static String group(JsonNode run) {
    List<String> parts = new ArrayList<>();
    run.path("params")
        .properties()
        .forEach(
            param -> {
              if (!param.getKey().equals("contender")) {
                parts.add(param.getKey() + " " + param.getValue().asText());
              }
            });
    int threads = run.path("threads").asInt();
    if (threads > 1) {
      parts.add(threads + " threads");
    }
    return String.join(", ", parts);
  }

  private static void perFork(JsonNode metric, List<Double> into) {
    for (JsonNode fork : metric.path("rawData")) {
      // The median, since a machine that is taken away for a moment is no property of the code.
      into.add(
          Quartiles.of(
                  StreamSupport.stream(fork.spliterator(), false).map(JsonNode::asDouble).toList())
              .median());
    }
  }

  /** The groups: one for each value of the parameters besides the contender. */
  Set<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    times.keySet().forEach(key -> groups.add(key.group));
    return groups;
  }

  List<String> contenders(String group) {
    return times.keySet().stream()
        .filter(key -> key.group.equals(group))
        .map(Key::contender)
        .toList();
  }

  Quartiles nanos(String group, String contender) {
    return Quartiles.rangeOf(times.getOrDefault(new Key(group, contender), List.of()));
  }

  Quartiles bytes(String group, String contender) {
    return Quartiles.rangeOf(bytes.getOrDefault(new Key(group, contender), List.of()));
  }

  /** The contender's time as a multiple of the floor's of the same round. */
  Quartiles ratio(String group, String contender) {
    return ratio(times, group, contender);
  }

  /** The same of what is allocated. */
  Quartiles bytesRatio(String group, String contender) {
    return ratio(bytes, group, contender);
  }

  private static Quartiles ratio(Map<Key, List<Double>> measured, String group, String contender) {
    List<Double> floor = measured.getOrDefault(new Key(group, "floor"), List.of());
    List<Double> own = measured.getOrDefault(new Key(group, contender), List.of());
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(floor.size(), own.size()); i++) {
      ratios.add(own.get(i) / floor.get(i));
    }
    return Quartiles.rangeOf(ratios);
  }

  /** On what it ran. */
  Set<String> vms() {
    return vms;
  }
}
