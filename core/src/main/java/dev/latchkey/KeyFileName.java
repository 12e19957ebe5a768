package dev.latchkey;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key id in the name of a file: {@code <key id>.pem}, {@code <key id>.p8} or, as Apple names
 * them, {@code AuthKey_<key id>.p8}. Names that begin with a dot have no key id: they are hidden
 * files, and the versions of a Secret in Kubernetes.
 */
final class KeyFileName {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:AuthKey_(?<apple>.+)\\.p8|(?<plain>[^.].*)\\.(?:pem|p8))", Pattern.CASE_INSENSITIVE);

  private KeyFileName() {}

  static boolean hasKeyId(Path file) {
    return find(file).isPresent();
  }

  /**
   * Returns the key id in the name of a file.
   *
   * @throws KeyFault if the name has none
   */
  static String keyId(Path file) {
    return find(file)
        .orElseThrow(
            () ->
                new KeyFault(
                    "Key file "
                        + file
                        + " must be named <key id>.pem; rename it, or pass the key id as well"));
  }

  private static Optional<String> find(Path file) {
    Path name = file.getFileName();
    Matcher matcher = NAME.matcher(name == null ? "" : name.toString());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String apple = matcher.group("apple");
    return Optional.of(apple == null ? matcher.group("plain") : apple);
  }
}
