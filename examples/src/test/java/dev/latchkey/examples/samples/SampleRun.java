package dev.latchkey.examples.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/** Runs a sample as its reader does, with files in a folder of its own. */
record SampleRun(Path source, Path folder) {

  Path file(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content);
  }

  /** Runs the main method and returns the lines that it prints. */
  List<String> main(Object... arguments) throws Exception {
    String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    Path classes = Files.createDirectory(folder.resolve("classes"));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      var main = loader.loadClass(className(classes)).getMethod("main", String[].class);
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      main.invoke(null, (Object) texts);
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private String className(Path classes) {
    String file = getClass().getPackageName() + "." + source.getFileName();
    if (file.endsWith(".java")) {
      return file.replace(".java", "");
    }
    compileKotlin(classes);
    return file.replace(".kt", "Kt");
  }

  private void compileKotlin(Path classes) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    ExitCode code =
        new K2JVMCompiler()
            .exec(
                new PrintStream(messages, true, StandardCharsets.UTF_8),
                "-Werror",
                "-no-stdlib",
                "-no-reflect",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(code).as(messages.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
  }
}
