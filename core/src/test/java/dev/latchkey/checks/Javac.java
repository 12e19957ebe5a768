package dev.latchkey.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles code of the documents, with the class path of the tests. */
public final class Javac {
  private Javac() {}

  /** Compiles a file into a folder; code that does not compile fails the test and is shown. */
  public static void compile(Path file, Path home, String... options) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-d", home.toString(), "-cp", System.getProperty("java.class.path")));
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler.getTask(errors, files, null, all, null, files.getJavaFileObjects(file)).call();
      assertThat(compiled).as("%s%n%s", errors, Files.readString(file)).isTrue();
    }
  }
}
