package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the README compiles. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String AROUND =
      """
      import dev.latchkey.*;
      import dev.latchkey.oauth2.*;
      import java.io.IOException;
      import java.net.http.HttpClient;
      import java.nio.file.*;
      import java.time.Duration;
      import java.util.List;

      abstract class Code {
        String clientId, clientSecret, appId, installation, accountId;
        Path keys, file;
        HttpClient client;
      """;

  @TempDir Path folder;

  @Test
  void allCodeCompiles() throws IOException {
    StringBuilder code = new StringBuilder(AROUND);
    Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    int blocks = 0;
    while (block.find()) {
      code.append(
          "  void block%d() throws IOException {%n%s  }%n".formatted(++blocks, block.group(1)));
    }
    Path file = Files.writeString(folder.resolve("Code.java"), code.append("}\n"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));

    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      assertThat(
              compiler
                  .getTask(errors, files, null, options, null, files.getJavaFileObjects(file))
                  .call())
          .as("%s%n%s", errors, code)
          .isTrue();
    }
    assertThat(blocks).isEqualTo(6);
  }
}
