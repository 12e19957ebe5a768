package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code on HMAC signatures compiles. */
class HmacReadmeTest {
  private static final Pattern SECTION =
      Pattern.compile("(?ms)^## HMAC signatures\\n(.*?)(?=^## |\\z)");
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\\n(.*?)```");
  private static final String AROUND_A_BLOCK =
      """
      import static dev.latchkey.signatures.SignaturePart.*;

      import dev.latchkey.*;
      import dev.latchkey.signatures.*;

      class Block {
        interface Vault {
          String secret();
        }

        void run(Keyring.Builder keyring, String secret, String apiKey, Vault vault) {
          %s
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void itsCodeCompiles() throws Exception {
    var section = SECTION.matcher(Files.readString(Path.of("README.md")));
    assertThat(section.find()).isTrue();
    List<String> blocks =
        BLOCK.matcher(section.group(1)).results().map(block -> block.group(1)).toList();

    assertThat(blocks).hasSize(3);
    for (String block : blocks) {
      compile(AROUND_A_BLOCK.formatted(block));
    }
  }

  private void compile(String source) throws Exception {
    Path file = Files.writeString(folder.resolve("Block.java"), source);
    StringWriter errors = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(errors, files, null, options, null, files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as("%s%n%s", errors, source).isTrue();
    }
  }
}
