package dev.latchkey.benchmarks;

import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.vendor.StatusEntry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What Latchkey takes besides time: heap for each credential, bytes of jars, classes, and the first
 * call of a JVM. Heap is the difference in use after a collection, with the serial collector, which
 * leaves nothing over if it is told to compact each time: run it with {@code -XX:+UseSerialGC
 * -XX:MarkSweepAlwaysCompactCount=1}.
 *
 * <p>Arguments: the folder of the jars, how often a first call is made, a file for the results.
 */
public final class Footprint {
  private static final int CREDENTIALS = 10_000;
  private static final int ORIGINS = 1000;
  private static final int ROUNDS = 9;

  /** What an application gets with the core, besides the core. */
  private static final List<String> OF_CORE =
      List.of(
          "java-jwt",
          "jackson-core",
          "jackson-databind",
          "jackson-annotations",
          "caffeine",
          "error_prone_annotations",
          "jspecify");

  private final Results results = new Results();

  private Footprint() {}

  /** Measures all of it. */
  public static void main(String[] args) throws Exception {
    Footprint footprint = new Footprint();
    footprint.heap();
    footprint.jars(Path.of(args[0]));
    footprint.firstCalls(Integer.parseInt(args[1]));
    footprint.results.write(Path.of(args[2]));
  }

  private void heap() throws Exception {
    heapRow("one of 10,000 bound to their paths", CREDENTIALS, Footprint::pathBound);
    heapRow("the header values of those alone", CREDENTIALS, Footprint::pathBoundValues);
    heapRow("an origin with its one credential", ORIGINS, Footprint::origins);
    heapRow("an origin without", ORIGINS, Footprint::emptyOrigins);
  }

  private void heapRow(String what, int count, Callable<Object> maker) throws Exception {
    List<Double> bytes = new ArrayList<>();
    bytesOf(maker);
    for (int i = 0; i < ROUNDS; i++) {
      bytes.add((double) bytesOf(maker) / count);
    }
    var row = results.row().put("kind", "heap").put("what", what);
    Results.put(row, "bytes", Quartiles.of(bytes));
    System.out.println(what + ": " + Quartiles.of(bytes) + " B");
  }

  private static long bytesOf(Callable<Object> maker) throws Exception {
    long before = heapInUse();
    Object made = maker.call();
    try {
      return heapInUse() - before;
    } finally {
      Reference.reachabilityFence(made);
    }
  }

  private static Keyring pathBound() throws IOException {
    Keyring keyring =
        Keyring.builder()
            .add(
                "https://api.statusentry.com",
                StatusEntry.keyPairBoundToPath("access", Keys.secret()))
            .build();
    for (int i = 0; i < CREDENTIALS; i++) {
      keyring.headersFor("GET", path(i));
    }
    return keyring;
  }

  /** The least that has to be held: the text itself. */
  private static Object pathBoundValues() throws IOException {
    Keyring keyring = pathBound();
    List<String> values = new ArrayList<>(CREDENTIALS);
    for (int i = 0; i < CREDENTIALS; i++) {
      values.add(keyring.headersFor("GET", path(i)).values().iterator().next());
    }
    return values;
  }

  private static Keyring emptyOrigins() {
    Keyring.Builder builder = Keyring.builder();
    JwtScheme scheme =
        JwtScheme.signedWith(SigningKey.hs256(Keys.secret()))
            .issuer("issuer")
            .lifetime(Duration.ofHours(1))
            .build();
    for (int i = 0; i < ORIGINS; i++) {
      builder.add(origin(i), scheme);
    }
    return builder.build();
  }

  private static Keyring origins() throws IOException {
    Keyring keyring = emptyOrigins();
    for (int i = 0; i < ORIGINS; i++) {
      keyring.headersFor("GET", URI.create(origin(i)));
    }
    return keyring;
  }

  private static String origin(int i) {
    return "https://api" + i + ".example.com";
  }

  private static URI path(int i) {
    return URI.create("https://api.statusentry.com/v1/orders/" + (100_000 + i));
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void jars(Path folder) throws IOException {
    for (String name :
        List.of(
            "latchkey-core", "latchkey-okhttp-interceptor", "latchkey-jdk-httpclient-adapter")) {
      jarRow(name, size(folder, name::equals));
    }
    jarRow("what core brings along", size(folder, OF_CORE::contains));
    for (String name : OF_CORE) {
      jarRow("of which " + name, size(folder, name::equals));
    }
  }

  private void jarRow(String what, long bytes) {
    results.row().put("kind", "jar").put("what", what).put("bytes", bytes);
    System.out.println(what + ": " + bytes + " B");
  }

  private static long size(Path folder, Predicate<String> wanted) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(jar -> wanted.test(Jars.name(jar))).mapToLong(Footprint::size).sum();
    }
  }

  private static long size(Path jar) {
    return jar.toFile().length();
  }

  private void firstCalls(int times) throws Exception {
    List<String> contenders = List.of("bare-okhttp", "latchkey-okhttp", "bare-jdk", "latchkey-jdk");
    List<List<Double>> millis = new ArrayList<>();
    List<List<Double>> classes = new ArrayList<>();
    contenders.forEach(
        contender -> {
          millis.add(new ArrayList<>());
          classes.add(new ArrayList<>());
        });
    try (LoopbackServer server = new LoopbackServer()) {
      for (int i = 0; i < times; i++) {
        // In turn, so that a busy moment is not one contender's.
        for (int c = 0; c < contenders.size(); c++) {
          String[] printed = firstCall(contenders.get(c), server.origin());
          millis.get(c).add(Long.parseLong(printed[0]) / 1e6);
          classes.get(c).add(Double.valueOf(printed[1]));
        }
      }
    }
    for (int c = 0; c < contenders.size(); c++) {
      var row = results.row().put("kind", "first call").put("what", contenders.get(c));
      Results.put(row, "millis", Quartiles.rangeOf(millis.get(c)));
      Results.put(row, "classes", Quartiles.rangeOf(classes.get(c)));
      System.out.printf(
          "%-16s first call %s ms, %s classes%n",
          contenders.get(c), Quartiles.rangeOf(millis.get(c)), Quartiles.rangeOf(classes.get(c)));
    }
  }

  private static String[] firstCall(String contender, String origin) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FirstCall.class.getName(),
                contender,
                origin)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    EqualWork.check(child.waitFor() == 0, contender + " failed");
    return printed.split(" ", -1);
  }
}
