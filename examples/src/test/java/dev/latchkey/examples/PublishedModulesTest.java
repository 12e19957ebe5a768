package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** Those who import the BOM get all that is published, and nothing else. */
class PublishedModulesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String MANAGED = "/project/dependencyManagement/dependencies/dependency";

  @Test
  void hasAllPublishedModules() throws Exception {
    List<String> published = new ArrayList<>();
    for (String module : values("pom.xml", "/project/modules/module")) {
      String pom = module + "/pom.xml";
      boolean unpublished = values(pom, "/project/properties/maven.deploy.skip").contains("true");
      if (!unpublished && !module.equals("bom")) {
        published.addAll(values(pom, "/project/artifactId"));
      }
    }

    assertThat(published).contains("latchkey-core", "latchkey-okhttp-interceptor");
    assertThat(values("bom/pom.xml", MANAGED + "/artifactId"))
        .containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void isOfTheVersionThatTheModulesHave() throws Exception {
    assertThat(values("bom/pom.xml", "/project/version"))
        .isEqualTo(values("pom.xml", "/project/version"));
    assertThat(values("bom/pom.xml", MANAGED + "/version")).containsOnly("${project.version}");
    assertThat(values("bom/pom.xml", MANAGED + "/groupId")).containsOnly("dev.latchkey");
  }

  @Test
  void hasNoParentWhoseDependenciesItWouldPassOn() throws Exception {
    assertThat(values("bom/pom.xml", "/project/parent")).isEmpty();
  }

  @Test
  void buildsWithThePluginsOfTheParent() throws Exception {
    List<String> artifacts = values("bom/pom.xml", "//plugin/artifactId");

    assertThat(artifacts).isNotEmpty();
    for (String artifact : artifacts) {
      String version = "//plugin[artifactId='" + artifact + "']/version";
      assertThat(values("bom/pom.xml", version)).as(artifact).isEqualTo(values("pom.xml", version));
    }
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
