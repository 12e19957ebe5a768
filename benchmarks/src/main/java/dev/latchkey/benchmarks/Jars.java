package dev.latchkey.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names and versions, told by the files of jars. */
final class Jars {
  private static final Pattern FILE = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

  private Jars() {}

  /** The artifact of a jar. */
  static String name(Path jar) {
    Matcher matcher = FILE.matcher(String.valueOf(jar.getFileName()));
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** The versions of all jars in a folder, by artifact. */
  static Map<String, String> versions(Path folder) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    try (Stream<Path> jars = Files.list(folder)) {
      jars.map(jar -> FILE.matcher(String.valueOf(jar.getFileName())))
          .filter(Matcher::matches)
          .forEach(matcher -> versions.put(matcher.group(1), matcher.group(2)));
    }
    return versions;
  }
}
