package dev.latchkey.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** {@code docs/vendors.md}. */
final class VendorPage {
  private static final Path FILE =
      Path.of("").toAbsolutePath().resolveSibling("docs").resolve("vendors.md");
  private static final Pattern SECTION =
      Pattern.compile("(?m)^### (.+)\\n(?:(?!#).*\\n)*?```java\\n((?s:.*?))```");
  private static final String HEAD = "| vendor | lines | verified by |";

  private VendorPage() {}

  /** The vendors and their code, in the order of the page. */
  static List<VendorSnippet> snippets() {
    return SECTION
        .matcher(text())
        .results()
        .map(section -> new VendorSnippet(section.group(1), section.group(2)))
        .toList();
  }

  /** The rows of the table at the top. */
  static List<String> table() {
    return text()
        .lines()
        .dropWhile(line -> !line.equals(HEAD))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
