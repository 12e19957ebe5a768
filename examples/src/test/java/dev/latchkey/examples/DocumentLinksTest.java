package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the repository's documents point to exists: files, headings and tests. */
class DocumentLinksTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *``` *$|<!--.*?-->");
  private static final Pattern CODE = Pattern.compile("(?<!`)(`+)(?!`)(.+?)(?<!`)\\1(?!`)");
  private static final Pattern LINK =
      Pattern.compile(
          "\\]\\(\\s*<?([^()\\s<>]+)|(?m)^\\[[^\\]]+\\]:\\s+(\\S+)|(?:href|src)=\"([^\"]+)\"");
  private static final Pattern ELSEWHERE = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?)(?: +#+)? *$");

  /** A path with a slash and an extension, such as {@code benchmarks/notes.md}. */
  private static final Pattern FILE = Pattern.compile("[\\w-]+(/[\\w.-]+)*/[\\w-]+(\\.\\w+)+");

  private static final Pattern METHOD = Pattern.compile("\\b([A-Z]\\w+)#([a-z]\\w*)");
  private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+(?:Test|Rules)\\b");

  @TempDir Path folder;

  @Test
  void everyLinkLeadsToAFileAndAHeadingOfIt() throws IOException {
    List<Path> pages = files(ROOT, ".md");

    assertThat(pages).hasSizeGreaterThan(15);
    assertThat(broken(ROOT, pages)).isEmpty();
  }

  @Test
  void everyFileThatADocumentNamesExists() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Path page : files(ROOT.resolve("docs"), ".md")) {
      CODE.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""))
          .results()
          .map(code -> code.group(2))
          .filter(code -> FILE.matcher(code).matches())
          .filter(code -> !Files.exists(ROOT.resolve(code)))
          .forEach(code -> missing.add(ROOT.relativize(page) + ": " + code));
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void everyTestThatADocumentRefersToExists() throws IOException {
    String page =
        Files.readString(ROOT.resolve("docs/security.md"))
            + Files.readString(ROOT.resolve("docs/compatibility.md"));
    Map<String, String> sources = sources();
    Set<String> missing = new TreeSet<>();

    METHOD
        .matcher(page)
        .results()
        .filter(named -> !isTest(sources.getOrDefault(named.group(1), ""), named.group(2)))
        .forEach(named -> missing.add(named.group()));
    TEST.matcher(page)
        .results()
        .filter(named -> !sources.containsKey(named.group()))
        .forEach(named -> missing.add(named.group()));

    assertThat(missing).isEmpty();
    assertThat(METHOD.matcher(page).results()).hasSizeGreaterThan(30);
  }

  @Test
  void aLinkThatIsBrokenIsFoundAndNothingElse() throws IOException {
    Files.writeString(
        folder.resolve("other.md"),
        """
        # A *first* heading: `code`, [link](https://example.com)
        ## Twice
        ## Twice
        ```
        # no heading
        ```
        """);
    Path page =
        Files.writeString(
            folder.resolve("page.md"),
            """
            # Own
            [a](#own) [b](other.md) [`c`](other.md#a-first-heading-code-link) [d](other.md#twice-1)
            [e](https://example.com/none) `[f](none)` [![g](other.md)](other.md) <img src="other.md">
            ```
            [h](none)
            ```
            [1](none.md) [2](#none) [3](other.md#no-heading) [4](other.md#Twice) [5](../../etc)
            [![6](none.svg)](gone.md) <a href="away.md">7</a>

            [8]: lost.md
            """);

    assertThat(broken(folder, List.of(page)))
        .extracting(broken -> broken.replaceAll(".* ", ""))
        .containsExactlyInAnyOrder(
            "none.md",
            "#none",
            "other.md#no-heading",
            "other.md#Twice",
            "../../etc",
            "none.svg",
            "gone.md",
            "away.md",
            "lost.md");
  }

  /** Returns the links to no file below the root, or to no heading of it. */
  private static List<String> broken(Path root, List<Path> pages) throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages) {
      String prose = FENCE.matcher(Files.readString(page)).replaceAll("");
      List<String> links =
          LINK.matcher(CODE.matcher(prose).replaceAll(""))
              .results()
              .flatMap(link -> Stream.of(1, 2, 3).map(link::group).filter(each -> each != null))
              .filter(link -> !ELSEWHERE.matcher(link).matches())
              .toList();
      for (String link : links) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        boolean there = target.startsWith(root) && Files.exists(target);
        if (!there || (parts.length == 2 && !anchors(target).contains(parts[1]))) {
          broken.add(root.relativize(page) + " links to " + link);
        }
      }
    }
    return broken;
  }

  /** Returns the names that GitHub gives to the headings of a page. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    if (!page.toString().endsWith(".md")) {
      return anchors;
    }
    HEADING
        .matcher(FENCE.matcher(Files.readString(page)).replaceAll(""))
        .results()
        .map(heading -> heading.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1"))
        .map(text -> text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", ""))
        .map(text -> text.replace(' ', '-'))
        .forEach(
            name -> {
              String anchor = name;
              for (int i = 1; !anchors.add(anchor); i++) {
                anchor = name + "-" + i;
              }
            });
    return anchors;
  }

  private static boolean isTest(String source, String method) {
    return Pattern.compile(
            "@(Parameterized)?Test\\b(?:(?!\\bvoid\\b)[^;]){1,500}void " + method + "\\(")
        .matcher(source)
        .find();
  }

  /** Returns the text of all classes of a name. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path file : files(ROOT, ".java")) {
      String name = file.getFileName().toString().replace(".java", "");
      sources.merge(name, Files.readString(file), String::concat);
    }
    return sources;
  }

  /** Returns the files of the repository, without what was built. */
  private static List<Path> files(Path root, String suffix) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            return Set.of("target", ".git").contains(each.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
            if (each.toString().endsWith(suffix)) {
              found.add(each);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
