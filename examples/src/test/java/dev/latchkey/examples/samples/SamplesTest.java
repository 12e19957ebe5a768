package dev.latchkey.examples.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample is short, is in the README, runs, and sends what its servers want. */
class SamplesTest {
  private static final Path SAMPLES = Path.of("src/main/java/dev/latchkey/examples/samples");
  private static final int MOST_LINES = 40;

  private static final Pattern CLASS =
      Pattern.compile("\\bdev\\.latchkey\\.examples\\.(\\w+\\.)*[A-Z]\\w+");

  /** Which are no programs: they have tests of their own. */
  private static final Set<String> PARTS =
      Set.of(
          "KeyringExec.java",
          "KeyringExecRequest.java",
          "OnCallListener.java",
          "package-info.java");

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleSendsWhatItsServersWant(String sample) throws Exception {
    assertThat(SampleCases.ALL).containsKey(sample);

    SampleCases.ALL.get(sample).check(new SampleRun(SAMPLES.resolve(sample), folder));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleIsShort(String sample) throws IOException {
    assertThat(Files.readAllLines(SAMPLES.resolve(sample))).hasSizeLessThanOrEqualTo(MOST_LINES);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleIsInTheReadme(String sample) throws IOException {
    String link = "](src/main/java/dev/latchkey/examples/samples/" + sample + ")";

    assertThat(readme()).containsOnlyOnce("| [`" + sample.replace(".java", "") + "`" + link + " |");
  }

  @Test
  void everyClassInTheReadmeExists() throws Exception {
    List<String> named = CLASS.matcher(readme()).results().map(MatchResult::group).toList();

    assertThat(named).hasSizeGreaterThan(3);
    for (String name : named) {
      assertThat(Class.forName(name)).isNotNull();
    }
  }

  @Test
  void everyCaseIsOfASample() throws IOException {
    assertThat(SampleCases.ALL.keySet()).containsExactlyInAnyOrderElementsOf(samples());
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  static List<String> samples() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !PARTS.contains(name))
          .sorted()
          .toList();
    }
  }
}
