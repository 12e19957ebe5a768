package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.checks.Javac;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the READMEs of the modules for tests, which need more modules than their own. */
class TestingReadmeTest {
  private static final Path EXTENSIONS = Path.of("").toAbsolutePath().resolveSibling("extensions");

  @TempDir Path folder;

  @Test
  void theFirstTestOfATestWithAFakeVendorCompilesAndPasses() throws Exception {
    List<String> blocks = blocks("testing", "java");
    assertThat(blocks).hasSize(1);
    compile("OrdersTest", blocks.get(0));

    List<String> ran = new ArrayList<>();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Class<?> type = loader.loadClass("OrdersTest");
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          method.setAccessible(true);
          method.invoke(constructor.newInstance());
          ran.add(method.getName());
        }
      }
    }

    assertThat(ran).containsExactly("anExpiredOrRevokedTokenIsReplaced");
  }

  @Test
  void theTestOfAnAdapterCompiles() throws Exception {
    List<String> blocks = blocks("adapter-contract", "java");
    assertThat(blocks).hasSize(1);
    compile("KeyringHttpClientContractTest", blocks.get(0));
  }

  @Test
  void theDependenciesAreThoseThatAreBuiltHere() throws Exception {
    for (String module : List.of("testing", "adapter-contract")) {
      String pom = Files.readString(EXTENSIONS.resolve(module).resolve("pom.xml"));
      List<String> lines = blocks(module, "xml").get(0).lines().map(String::strip).toList();
      assertThat(lines).contains("<scope>test</scope>");
      assertThat(pom).contains(lines.subList(1, 4));
    }
  }

  private void compile(String type, String code) throws IOException {
    Javac.compile(Files.writeString(folder.resolve(type + ".java"), code), folder);
  }

  private static List<String> blocks(String module, String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(EXTENSIONS.resolve(module).resolve("README.md")))
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
