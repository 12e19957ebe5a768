package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the code of the README's section. */
class HttpSignatureReadmeTest {
  private static final String PROGRAM =
      """
      import dev.latchkey.*;
      import dev.latchkey.signatures.*;
      import java.nio.file.Path;
      import java.time.Duration;

      class Page {
        void run(Keyring.Builder keyring) throws Exception {
          %s
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void itsCodeCompiles() throws Exception {
    String section = Files.readString(Path.of("README.md")).split("\n## HTTP message ", 2)[1];
    String code = section.split("```java\n", 2)[1].split("```", 2)[0];
    assertThat(code).contains("HttpSignature.signedWith(");
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
