package dev.latchkey.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The README of a module, whose code has to compile. */
public final class Readme {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private Readme() {}

  /**
   * Compiles each block of Java as a method of one class.
   *
   * @param head what is before the methods: imports, the head of a class {@code Code}, and the
   *     fields that the blocks name
   * @param blocks how many there are
   */
  public static void compile(String head, int blocks, Path folder) throws IOException {
    String text = Files.readString(Path.of("README.md"));
    StringBuilder code = new StringBuilder(head);
    List<String> found = BLOCK.matcher(text).results().map(block -> block.group(1)).toList();
    assertThat(found).hasSize(blocks);
    for (int i = 0; i < blocks; i++) {
      code.append("  void block%d() throws Exception {%n%s  }%n".formatted(i, found.get(i)));
    }
    Javac.compile(Files.writeString(folder.resolve("Code.java"), code.append("}\n")), folder);
  }
}
