package dev.latchkey.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes the page and the plots out of what the benchmarks and programs left in a folder.
 *
 * <p>Arguments: folder of the results, folder of the jars, file with what people wrote about them,
 * folder for {@code performance.md}, and the command that measured.
 */
public final class Report {
  private static final List<String> PEERS =
      List.of(
          "java-jwt",
          "jjwt-impl",
          "nimbus-jose-jwt",
          "jose4j",
          "fusionauth-jwt",
          "vertx-auth-jwt",
          "caffeine",
          "google-auth-library-oauth2-http",
          "http-auth",
          "http-auth-aws",
          "azure-core",
          "spring-security-oauth2-client",
          "okhttp-jvm",
          "jmh-core");

  private final Path folder;
  private final Markdown text = new Markdown();
  private final Goals goals;

  private Report(Path folder) throws IOException {
    this.folder = folder;
    this.goals = new Goals(byTurns(folder));
  }

  private static List<JsonNode> byTurns(Path folder) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.toString().contains("by-turns-")).toList()) {
        Results.JSON.readTree(file.toFile()).forEach(rows::add);
      }
    }
    return rows;
  }

  /** Writes the report. */
  public static void main(String[] args) throws IOException {
    Path docs = Path.of(args[3]);
    Files.createDirectories(docs);
    Report report = new Report(Path.of(args[0]));
    String body = report.body(docs);
    Markdown page = new Markdown();
    page.paragraph("# Performance");
    page.paragraph(
        "Written by `"
            + args[4]
            + "`; do not edit. What people have to say about it, and about this run, is at the end"
            + " and comes from `benchmarks/notes.md`. Ratios are between JVMs that ran in the same"
            + " round; given are the median over the rounds and, in brackets, the least and the"
            + " greatest. Each contender was checked to do the same work before it was measured."
            + " \"By turns\" is the same comparison in one JVM, block by block, with its quartiles;"
            + " where it was made, it tells whether a goal was reached.");
    page.paragraph("![What a cached credential costs](cached.svg)");
    page.paragraph("![What signing costs](signing.svg)");
    page.heading("Goals");
    report.goals.write(page);
    page.heading("Machine and versions");
    page.paragraph(report.machine());
    page.paragraph(versions(Path.of(args[1])));
    page.paragraph(body);
    Path notes = Path.of(args[2]);
    if (Files.exists(notes)) {
      page.paragraph(Files.readString(notes));
    }
    Files.writeString(docs.resolve("performance.md"), page.toString().strip() + "\n");
  }

  private String body(Path docs) throws IOException {
    JmhResults cached = JmhResults.read(folder, "cached");
    JmhResults signing = JmhResults.read(folder, "signing");
    JmhResults rs256 = JmhResults.read(folder, "rs256");
    JmhResults es256 = JmhResults.read(folder, "es256");
    JmhResults sigV4 = JmhResults.read(folder, "sigv4");
    JmhResults rfc9421 = JmhResults.read(folder, "rfc9421");
    JmhResults okHttp = JmhResults.read(folder, "okhttp");
    JmhResults jdk = JmhResults.read(folder, "jdk");
    goals.cached(cached);
    goals.okHttp(okHttp);
    goals.jdk(jdk);
    goals.signing(signing);
    goals.rs256(rs256);
    goals.es256(es256);
    goals.sigV4(sigV4);
    goals.rfc9421(rfc9421);

    jmh("A cached credential", "The floor is a volatile field and `System.nanoTime`.", cached);
    jmh(
        "Signing one HS256 token",
        "Claims `{key, exp}`; the floor is a reused `Mac` and JSON by hand.",
        signing);
    jmh("Signing one RS256 token", "The floor is a reused `Signature`.", rs256);
    jmh("Signing one ES256 token", "The floor is a reused `Signature`.", es256);
    jmh(
        "Signing one token by the other algorithms",
        "The floor is a reused `Mac` or `Signature`. java-jwt has neither PS nor EdDSA, and Nimbus"
            + " takes another library for EdDSA.",
        JmhResults.read(folder, "algorithms"));
    jmh(
        "Signing a request by AWS Signature V4",
        "The floor is the AWS SDK's signer. The POST has a KiB of JSON.",
        sigV4);
    jmh(
        "Signing a request by RFC 9421 with Ed25519",
        "The floor is a reused `Signature` over a signature base that is ready; the others also"
            + " digest the KiB of the body.",
        rfc9421);
    jmh(
        "Putting it on a request of OkHttp",
        "The floor is a copy of the request with a constant header.",
        okHttp);
    jmh(
        "Putting it on a request of java.net.http",
        "The floor is a copy of the request by its builder with a constant header, sent by a stub"
            + " of the client; with `takesIn` the stub copies the headers as the JDK's client does.",
        jdk);
    calls();
    stampede();
    renewal();
    footprint();

    plot(docs.resolve("cached.svg"), "A cached credential, one thread", cached);
    plot(docs.resolve("signing.svg"), "Signing one HS256 token", signing);
    return text.toString();
  }

  private void jmh(String heading, String about, JmhResults results) {
    if (results.groups().isEmpty()) {
      return;
    }
    text.heading(heading).paragraph(about);
    for (String group : results.groups()) {
      String contender = group.isEmpty() ? "" : group;
      text.table(contender, "ns/op", "B/op", "× floor");
      for (String name : results.contenders(group)) {
        text.row(
            name,
            Markdown.spread(results.nanos(group, name)),
            Markdown.number(results.bytes(group, name).median()),
            Markdown.spread(results.ratio(group, name)));
      }
      text.end();
    }
  }

  private static void plot(Path file, String title, JmhResults results) throws IOException {
    BarChart chart = new BarChart(title, "nanoseconds, logarithmic");
    results.contenders("").forEach(name -> chart.add(name, results.nanos("", name).median()));
    Files.writeString(file, chart.svg());
  }

  private void calls() throws IOException {
    text.heading("Whole calls over loopback");
    text.paragraph(
        "One thread, kept connection, in one JVM; in each round every kind has a block of calls, in"
            + " random order. CPU time is that of all Java threads, the server's included. Given"
            + " are the median and the quartiles of the ratios within the rounds.");
    text.table("", "compared with", "CPU of that, µs", "CPU, % more", "time, % more");
    for (String file : List.of("calls-okhttp.json", "calls-jdk.json")) {
      JsonNode rows = rows(file);
      goals.calls(rows);
      for (JsonNode row : rows) {
        text.row(
            row.path("client").asText() + ": " + row.path("variant").asText(),
            row.path("base").asText(),
            Markdown.number(Goals.quartiles(row.path("baseCpuNanos")).median() / 1000),
            Markdown.spread(Goals.quartiles(row.path("cpu")).percentMore()),
            Markdown.spread(Goals.quartiles(row.path("wall")).percentMore()));
      }
    }
    text.end();
  }

  private void stampede() throws IOException {
    text.heading("Many threads at an empty cache");
    text.paragraph(
        "The issue takes 50 ms. The last answer is given as a multiple of that, counted from when"
            + " all threads are let go. Virtual threads are of a newer JDK, where there is one.");
    text.table("", "threads", "issues", "last answer, × issue");
    for (String file : List.of("stampede.json", "stampede-newer.json")) {
      JsonNode rows = rows(file);
      goals.stampede(rows);
      for (JsonNode row : rows) {
        text.row(
            row.path("kind").asText() + ": " + row.path("contender").asText(),
            String.format("%,d", row.path("threads").asInt()),
            Markdown.spread(Goals.quartiles(row.path("issues"))),
            Markdown.spread(Goals.quartiles(row.path("lastAnswer"))));
      }
    }
    text.end();
  }

  private void renewal() throws IOException {
    text.heading("A reader during renewals");
    text.paragraph(
        "One thread reads without pause while one of its four credentials is renewed about every"
            + " 190 ms, which takes 50 ms.");
    text.table(
        "",
        "p99.9 without, ns",
        "p99.9 with, ns",
        "ratio",
        "longest without, ms",
        "longest with, ms");
    JsonNode rows = rows("renewal.json");
    goals.renewal(rows);
    for (JsonNode row : rows) {
      text.row(
          row.path("contender").asText(),
          Markdown.spread(Goals.quartiles(row.path("p999WithoutNanos"))),
          Markdown.spread(Goals.quartiles(row.path("p999WithNanos"))),
          Markdown.spread(Goals.quartiles(row.path("p999Ratio"))),
          Markdown.spread(Goals.quartiles(row.path("longestWithoutNanos")).times(1e-6)),
          Markdown.spread(Goals.quartiles(row.path("longestWithNanos")).times(1e-6)));
    }
    text.end();
  }

  private void footprint() throws IOException {
    JsonNode rows = rows("footprint.json");
    text.heading("Memory, jars and the first call");
    text.table("heap", "bytes");
    for (JsonNode row : of(rows, "heap")) {
      text.row(row.path("what").asText(), Markdown.spread(Goals.quartiles(row.path("bytes"))));
    }
    text.end().table("jar", "KB");
    for (JsonNode row : of(rows, "jar")) {
      text.row(row.path("what").asText(), Markdown.number(row.path("bytes").asDouble() / 1000));
    }
    text.end().table("first call of a JVM", "ms", "classes loaded");
    for (JsonNode row : of(rows, "first call")) {
      text.row(
          row.path("what").asText(),
          Markdown.spread(Goals.quartiles(row.path("millis"))),
          Markdown.spread(Goals.quartiles(row.path("classes"))));
    }
    text.end();
  }

  private static List<JsonNode> of(JsonNode rows, String kind) {
    List<JsonNode> chosen = new ArrayList<>();
    rows.forEach(
        row -> {
          if (row.path("kind").asText().equals(kind)) {
            chosen.add(row);
          }
        });
    return chosen;
  }

  /** The rows that a program wrote; none if it did not run. */
  private JsonNode rows(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path)
        ? Results.JSON.readTree(path.toFile())
        : Results.JSON.createArrayNode();
  }

  private String machine() throws IOException {
    TreeSet<String> vms = new TreeSet<>();
    for (String topic : List.of("cached", "signing", "rs256", "okhttp", "jdk")) {
      vms.addAll(JmhResults.read(folder, topic).vms());
    }
    return String.format(
        "%s, %d cores, %s %s; %s.",
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.version").replaceFirst("-.*", ""),
        String.join(", ", vms));
  }

  private static String cpu() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.exists(info)) {
      return System.getProperty("os.arch", "unknown");
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch", "unknown"));
  }

  private static String versions(Path jars) throws IOException {
    Map<String, String> versions = Jars.versions(jars);
    List<String> named = new ArrayList<>();
    for (String peer : PEERS) {
      named.add(
          (peer.equals("http-auth") ? "AWS http-auth" : peer)
              + " "
              + versions.getOrDefault(peer, "?"));
    }
    return String.join(", ", named) + ".";
  }
}
