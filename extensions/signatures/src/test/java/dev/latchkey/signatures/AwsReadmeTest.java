package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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

/** Compiles the code of the README's section. */
class AwsReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final String PROGRAM =
      """
      import dev.latchkey.*;
      import dev.latchkey.signatures.*;

      class Page {
        interface Session {
          String accessKeyId();
          String secretAccessKey();
          String sessionToken();
        }

        interface Sessions {
          Session current();
        }

        void run(String accessKeyId, String secretAccessKey, Sessions sessions) {
          %s
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void itsBlocksCompile() throws Exception {
    String section =
        Files.readString(Path.of("README.md")).split("\n## AWS ", 2)[1].split("\n## ", 2)[0];
    StringBuilder code = new StringBuilder();
    Matcher blocks = BLOCK.matcher(section);
    while (blocks.find()) {
      code.append(blocks.group(1));
    }
    assertThat(code).contains("AwsSigV4.of(");
    Path file = Files.writeString(folder.resolve("Page.java"), PROGRAM.formatted(code));
    StringWriter errors = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      assertThat(
              compiler
                  .getTask(errors, files, null, options, null, files.getJavaFileObjects(file))
                  .call())
          .as(errors.toString())
          .isTrue();
    }
  }
}
