package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, as a program of its own. */
class DemoTest {
  @TempDir Path folder;

  @Test
  void showsWhatIsSentAndEndsWithZero() throws Exception {
    Path output = folder.resolve("output");
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Demo.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = demo.waitFor(5, TimeUnit.MINUTES);
    demo.destroyForcibly();
    String printed = Files.readString(output);

    assertThat(ended).as(printed).isTrue();
    assertThat(demo.exitValue()).as(printed).isZero();
    assertThat(printed)
        .contains("GET /users: {\"data\":{\"users\":{\"totalCount\":3}}}")
        .contains("GET /users: \"elsewhere\"\n", "which gets no credential")
        .contains("\"keyId\":\"key-2\"", "\"status\":\"UP\"")
        .doesNotContain("WARN", "ERROR")
        .doesNotContainPattern("eyJ[\\w-]+\\.[\\w-]");
    List<String> sent =
        printed.lines().filter(line -> line.startsWith("  Authgear gets ")).toList();
    // Reused once; the fourth is refused, since the key was replaced.
    assertThat(sent).hasSize(6);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
    assertThat(sent.get(2)).isNotEqualTo(sent.get(1));
    assertThat(sent.get(3)).isEqualTo(sent.get(2));
    assertThat(sent.get(4)).isNotEqualTo(sent.get(3));
    assertThat(sent.get(5)).isEqualTo(sent.get(4));
  }

  @Test
  void isStartedByTheCommandInTheReadme() throws Exception {
    assertThat(Path.of("README.md"))
        .content()
        .contains("java -Dloader.main=" + Demo.class.getName() + " -jar ");
  }
}
