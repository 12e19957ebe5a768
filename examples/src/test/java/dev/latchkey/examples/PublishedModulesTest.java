package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/**
 * Those who import the BOM get all that is published, and nothing else. Each module is swept for
 * secrets, and has a page of its own.
 */
class PublishedModulesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String MANAGED = "/project/dependencyManagement/dependencies/dependency";

  @Test
  void areAllInTheBom() throws Exception {
    List<String> artifacts = new ArrayList<>();
    for (String module : published()) {
      artifacts.addAll(values(module + "/pom.xml", "/project/artifactId"));
    }

    assertThat(artifacts).contains("latchkey-core", "latchkey-okhttp-interceptor");
    assertThat(values("bom/pom.xml", MANAGED + "/artifactId"))
        .containsExactlyInAnyOrderElementsOf(artifacts);
  }

  @Test
  void haveTheirPublicTypesSweptForSecrets() throws Exception {
    for (String module : published()) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
        List<Path> tests = files.filter(file -> file.toString().endsWith("Test.java")).toList();
        // Core's sweep is made with latchkey-testing, so that module has a sweep of its own.
        String sweep =
            module.equals("extensions/testing")
                ? "assertThat(lookedAt).isEqualTo(publicTypes());"
                : " extends SecretSweep {";
        assertThat(tests).as(module).anySatisfy(test -> assertThat(test).content().contains(sweep));
      }
    }
  }

  @Test
  void haveAPageOfTheirOwn() throws Exception {
    for (String module : published()) {
      assertThat(ROOT.resolve(module.equals("core") ? "README.md" : module + "/README.md"))
          .isRegularFile();
    }
  }

  @Test
  void haveTheVersionThatTheBomHas() throws Exception {
    assertThat(values("bom/pom.xml", "/project/version"))
        .isEqualTo(values("pom.xml", "/project/version"));
    assertThat(values("bom/pom.xml", MANAGED + "/version")).containsOnly("${project.version}");
    assertThat(values("bom/pom.xml", MANAGED + "/groupId")).containsOnly("dev.latchkey");
  }

  @Test
  void areInABomWithoutAParentWhoseDependenciesItWouldPassOn() throws Exception {
    assertThat(values("bom/pom.xml", "/project/parent")).isEmpty();
  }

  @Test
  void areInABomThatIsBuiltWithThePluginsOfTheParent() throws Exception {
    List<String> artifacts = values("bom/pom.xml", "//plugin/artifactId");

    assertThat(artifacts).isNotEmpty();
    for (String artifact : artifacts) {
      String version = "//plugin[artifactId='" + artifact + "']/version";
      assertThat(values("bom/pom.xml", version)).as(artifact).isEqualTo(values("pom.xml", version));
    }
  }

  @Test
  void areInABomThatTellsOfTheProjectWhatTheParentTells() throws Exception {
    for (String path :
        List.of(
            "/project/*[self::url or self::licenses or self::developers or self::issueManagement]",
            "/project/scm/*",
            "/project/properties/repository.url",
            "/project/properties/project.build.outputTimestamp")) {
      assertThat(values("bom/pom.xml", path)).isNotEmpty().isEqualTo(values("pom.xml", path));
    }
  }

  /** Returns the folders of the modules that are published, but for the BOM itself. */
  static List<String> published() throws Exception {
    List<String> published = new ArrayList<>();
    for (String module : values("pom.xml", "/project/modules/module")) {
      String skip = "/project/properties/maven.deploy.skip";
      if (!module.equals("bom") && !values(module + "/pom.xml", skip).contains("true")) {
        published.add(module);
      }
    }
    return published;
  }

  private static List<String> values(String pom, String path) throws Exception {
    var document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(ROOT.resolve(pom).toFile());
    NodeList nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      values.add(nodes.item(i).getTextContent().strip());
    }
    return values;
  }
}
