package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;

/**
 * What the published modules look up by name at run time, of which a native image must be told. Who
 * adds such a call adds it here, and to the {@code reachability-metadata.json} of its module.
 */
class ReflectionTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** By module: which class calls what. */
  private static final Map<String, Set<String>> EXPECTED =
      Map.of(
          "core",
          Set.of("CredentialSlot calls AtomicReferenceFieldUpdater.newUpdater"),
          // Methods that are newer than Java 17.
          "jdk-httpclient-adapter",
          Set.of(
              "AuthorizedRequest calls Class.getMethods",
              "JdkFeatures calls MethodHandles.publicLookup",
              "JdkFeatures calls MethodHandles$Lookup.findVirtual",
              "JdkFeatures calls MethodType.methodType",
              "JdkFeatures calls MethodHandle.invoke",
              "JdkFeatures calls MethodHandle.invokeWithArguments"),
          // Whether it is OkHttp 5.
          "okhttp-interceptor",
          Set.of("RedirectTrail calls Class.getMethod"),
          // Of records that Spring binds to properties, and registers for that.
          "extensions/spring-boot-starter",
          Set.of(
              "KnownProperties calls Class.getRecordComponents",
              "SecretProperties calls Class.getRecordComponents"),
          // Virtual threads, where Java has them; a test suite, in no image.
          "extensions/adapter-contract",
          Set.of("PartRules calls Class.getMethod", "PartRules calls Method.invoke"));

  /** Tags of methods of classes and of interfaces in a constant pool, see JVMS 4.4. */
  private static final Set<Integer> METHODS = Set.of(10, 11);

  /** Of the JDK's methods, those that find something by its name. */
  private static final Pattern REFLECTIVE =
      Pattern.compile(
          "java/lang/Class\\.(forName|newInstance|get(Declared)?(Method|Field|Constructor|Classe)s?"
              + "|getRecordComponents|getPermittedSubclasses|getResource\\w*)"
              + "|java/lang/(ClassLoader|Module)\\.(loadClass|get(System)?Resource\\w*)"
              + "|java/lang/reflect/(Method\\.invoke|Constructor\\.newInstance|Field\\.[gs]et\\w*"
              + "|\\w+\\.(trySetA|setA)ccessible|Proxy\\.\\w+|Array\\.newInstance)"
              + "|java/lang/invoke/(?!LambdaMetafactory|StringConcatFactory).*"
              + "|java/util/(ServiceLoader|ResourceBundle)\\.\\w+"
              + "|java/util/concurrent/atomic/Atomic\\w+FieldUpdater\\.newUpdater"
              + "|java/io/Object(In|Out)putStream\\..*|java/beans/.*|sun/misc/.*");

  static List<String> published() throws Exception {
    return PublishedModulesTest.published();
  }

  @ParameterizedTest
  @MethodSource("published")
  void isWhereItIsExpectedAndNowhereElse(String module) throws IOException {
    Path classes = ROOT.resolve(module).resolve("target/classes");
    // The examples do not depend on each module, so it may not be built with them alone.
    Assumptions.assumeTrue(Files.isDirectory(classes), module + " is not compiled");

    assertThat(reflective(classFiles(classes))).isEqualTo(EXPECTED.getOrDefault(module, Set.of()));
  }

  @Test
  void isExpectedInModulesThatArePublished() throws Exception {
    assertThat(published()).containsAll(EXPECTED.keySet());
  }

  @Test
  void isInTheMetadataForNativeImages() throws IOException {
    assertThat(named("core", "latchkey-core"))
        .isEqualTo(lookedUp("core", "CredentialSlot", "\\.newUpdater\\("))
        .hasSize(1);
    assertThat(named("jdk-httpclient-adapter", "latchkey-jdk-httpclient-adapter"))
        .isEqualTo(lookedUp("jdk-httpclient-adapter", "jdk/JdkFeatures", " find\\("))
        .hasSize(6);
    assertThat(named("okhttp-interceptor", "latchkey-okhttp-interceptor"))
        .isEqualTo(lookedUp("okhttp-interceptor", "okhttp/RedirectTrail", "\\.getMethod\\("))
        .hasSize(1);
  }

  @Test
  void isFoundInAClassThatHasIt() throws Exception {
    Path own =
        Path.of(ReflectionTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    assertThat(reflective(List.of(own.resolve(Looks.class.getName().replace('.', '/') + ".class"))))
        .extracting(call -> call.replaceAll(".* calls ", ""))
        .containsExactlyInAnyOrder(
            "Class.forName",
            "Class.getDeclaredConstructor",
            "Class.getMethods",
            "Class.getResource",
            "Constructor.newInstance",
            "Proxy.newProxyInstance",
            "ResourceBundle.getBundle",
            "ServiceLoader.load");
  }

  /** Never called. */
  @SuppressWarnings("unused")
  private static final class Looks {
    void up() throws ReflectiveOperationException {
      var made = Class.forName("java.lang.Object").getDeclaredConstructor().newInstance();
      var resource = Looks.class.getResource("looks");
      var proxy =
          java.lang.reflect.Proxy.newProxyInstance(
              null, new Class<?>[] {Runnable.class}, (object, method, arguments) -> null);
      var bundle = java.util.ResourceBundle.getBundle("looks");
      var loader = java.util.ServiceLoader.load(Runnable.class);
      java.util.function.Function<Class<?>, Object> reference = Class::getMethods;
      var name = Looks.class.getName() + new int[] {1}.clone().length;
    }
  }

  /** Returns the methods and fields in a module's metadata. */
  private static Set<String> named(String module, String artifact) throws IOException {
    String folder = "/src/main/resources/META-INF/native-image/dev.latchkey/" + artifact;
    return names(module + folder + "/reachability-metadata.json", "\"name\": \"(\\w+)\"");
  }

  /** Returns the names that a class passes to a method as constants. */
  private static Set<String> lookedUp(String module, String type, String method)
      throws IOException {
    String call = method + "\\s*(?:[\\w.]+\\.class,\\s+)*\"(\\w+)\"";
    return names(module + "/src/main/java/dev/latchkey/" + type + ".java", call);
  }

  private static Set<String> names(String file, String pattern) throws IOException {
    Set<String> names = new TreeSet<>();
    Pattern.compile(pattern)
        .matcher(Files.readString(ROOT.resolve(file)))
        .results()
        .forEach(found -> names.add(found.group(1)));
    return names;
  }

  /** Returns each call that is reflective, with the class that has it. */
  private static Set<String> reflective(List<Path> files) throws IOException {
    Set<String> calls = new TreeSet<>();
    for (Path file : files) {
      String type = file.getFileName().toString().replace(".class", "");
      for (String method : methods(file)) {
        if (REFLECTIVE.matcher(method).matches()) {
          calls.add(type + " calls " + method.substring(method.lastIndexOf('/') + 1));
        }
      }
    }
    return calls;
  }

  /** Returns the methods in the constant pool of a class, where method references are too. */
  private static List<String> methods(Path file) throws IOException {
    List<String> methods = new ArrayList<>();
    ClassReader pool = new ClassReader(Files.readAllBytes(file));
    char[] buffer = new char[pool.getMaxStringLength()];
    for (int i = 1; i < pool.getItemCount(); i++) {
      int method = pool.getItem(i);
      // A long or a double takes two indexes, and nothing is at the second.
      if (method > 0 && METHODS.contains(pool.readByte(method - 1))) {
        String owner = pool.readClass(method, buffer);
        int nameAndType = pool.getItem(pool.readUnsignedShort(method + 2));
        methods.add(owner + "." + pool.readUTF8(nameAndType, buffer));
      }
    }
    return methods;
  }

  private static List<Path> classFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.endsWith("module-info.class"))
          .toList();
    }
  }
}
