package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/architecture.md} names is in the sources, which are read as text. */
class ArchitecturePageTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern METHOD = Pattern.compile("\\b([A-Z]\\w+)#(\\w+)");
  private static final Pattern CLASS = Pattern.compile("\\b[A-Z][a-z]+[A-Z]\\w+|`[A-Z]\\w+`");
  private static final Set<String> NO_CLASSES = Set.of("Date", "HttpClient", "OkHttp");

  @Test
  void everyMethodThatThePageNamesIsDeclared() throws IOException {
    Map<String, String> sources = sources();
    Set<String> missing = new TreeSet<>();

    METHOD
        .matcher(page())
        .results()
        .filter(named -> !declares(sources.getOrDefault(named.group(1), ""), named.group(2)))
        .forEach(named -> missing.add(named.group()));

    assertThat(missing).isEmpty();
    assertThat(METHOD.matcher(page()).results()).hasSizeGreaterThan(40);
  }

  @Test
  void everyClassThatThePageNamesExists() throws IOException {
    Set<String> named =
        CLASS
            .matcher(page())
            .results()
            .map(result -> result.group().replace("`", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    named.removeAll(NO_CLASSES);
    assertThat(named).hasSizeGreaterThan(20);

    named.removeAll(sources().keySet());

    assertThat(named).isEmpty();
  }

  @Test
  void thePageIsShort() throws IOException {
    assertThat(page().lines()).hasSizeLessThanOrEqualTo(150);
  }

  /** Whether a line of the source begins with types and modifiers and then this name. */
  private static boolean declares(String source, String method) {
    return Pattern.compile("(?m)^ {2,6}(?!return |throw )([\\w@<>\\[\\]?,.]+ )+" + method + "\\(")
        .matcher(source)
        .find();
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/architecture.md"));
  }

  /** The text of each class of the repository's main sources. */
  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> main =
          files
              .filter(file -> file.toString().contains("/src/main/java/"))
              .filter(file -> file.toString().matches(".*/[A-Z]\\w+\\.java"))
              .toList();
      return main.stream()
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  ArchitecturePageTest::read,
                  String::concat));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
