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
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** Never closed, so that the jars of the class path are opened once. */
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8);

  private Javac() {}

  /** Compiles a file into a folder; code that does not compile fails the test and is shown. */
  public static synchronized void compile(Path file, Path home, String... options)
      throws IOException {
    StringWriter errors = new StringWriter();
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-proc:none", "-d", home.toString()));
    all.addAll(List.of("-cp", System.getProperty("java.class.path")));
    boolean compiled =
        COMPILER.getTask(errors, FILES, null, all, null, FILES.getJavaFileObjects(file)).call();
    assertThat(compiled).as("%s%n%s", errors, Files.readString(file)).isTrue();
  }
}
