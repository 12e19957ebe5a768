package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.SigningKey;
import java.io.File;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** On the module path the library of structured fields is there only if it is asked for. */
class HttpSignatureWithoutLibraryTest {

  /** Builds a scheme; runs where the library is not. */
  static final class Covering implements UnaryOperator<String> {
    @Override
    public String apply(String component) {
      return HttpSignature.signedWith(SigningKey.hs256("secret"))
          .components("@method", "x-any;bs", component)
          .build()
          .toString();
    }
  }

  @Test
  void onlyStructuredFieldsNeedTheirLibrary() throws Exception {
    List<URL> urls = new ArrayList<>();
    String classPath = System.getProperty("java.class.path");
    for (String path : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
      if (!path.contains("structured-fields")) {
        urls.add(Path.of(path).toUri().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Constructor<?> constructor =
          loader.loadClass(Covering.class.getName()).getDeclaredConstructor();
      constructor.setAccessible(true);
      @SuppressWarnings("unchecked")
      UnaryOperator<String> covering = (UnaryOperator<String>) constructor.newInstance();

      assertThat(covering.apply("date"))
          .isEqualTo("HTTP message signature sig1=(\"@method\" \"x-any\";bs \"date\")");
      assertThatThrownBy(() -> covering.apply("x-list;sf"))
          .isInstanceOf(NoClassDefFoundError.class);
    }
  }
}
