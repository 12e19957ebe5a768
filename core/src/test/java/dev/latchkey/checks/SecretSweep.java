package dev.latchkey.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No public class of the test's module prints a secret. */
public abstract class SecretSweep {
  public static final String SECRET = "s3cret-marker-that-must-not-be-seen-42";
  public static final String PEM = TestKeys.pkcs8(TestKeys.rsa());

  /** Returns objects of each public class, which were given {@link #SECRET} wherever it fits. */
  protected abstract Map<Class<?>, List<?>> instances() throws IOException;

  @Test
  void noPublicTypePrintsASecret() throws IOException {
    instances()
        .forEach(
            (type, objects) ->
                assertThat(objects)
                    .as(type.getName())
                    .isNotEmpty()
                    .allSatisfy(object -> assertShowsNoSecret(object.toString())));
  }

  @Test
  void everyPublicTypeIsLookedAt() throws IOException {
    Set<String> types =
        classes().stream()
            .filter(SecretSweep::isPublic)
            .filter(type -> !type.getPackageName().equals(TestKeys.class.getPackageName()))
            .filter(type -> !type.isInterface())
            .map(JavaClass::getName)
            .collect(Collectors.toSet());

    assertThat(instances().keySet().stream().map(Class::getName))
        .containsExactlyInAnyOrderElementsOf(types);
  }

  /** Returns the module's classes, without what they refer to in others, which takes seconds. */
  private static JavaClasses classes() {
    return ArchConfiguration.withThreadLocalScope(
        configuration -> {
          configuration.setResolveMissingDependenciesFromClassPath(false);
          // Not by package: other modules have some below ours.
          return new ClassFileImporter().importPath(Path.of("target/classes"));
        });
  }

  /** Whether it is, and so is what it is nested in: members of interfaces always are. */
  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(SecretSweep::isPublic).orElse(true);
  }

  /** Fails if the text has the secret in one of the forms in which it could be, or a token. */
  public static void assertShowsNoSecret(String text) {
    String secretBase64 = base64(SECRET).substring(0, 24);
    String userInfoBase64 = base64("p:" + SECRET).substring(0, 24);
    String keyLine = PEM.lines().skip(5).findFirst().orElseThrow();
    // eyJ is how every token begins.
    assertThat(text).doesNotContain(SECRET, "marker", secretBase64, userInfoBase64, keyLine, "eyJ");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
