package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What IDEs show of the properties. */
class MetadataTest {

  @Test
  void describesEachProperty() throws Exception {
    JsonNode properties = read("/META-INF/spring-configuration-metadata.json").get("properties");

    assertThat(properties).isNotEmpty();
    assertThat(properties)
        .allSatisfy(property -> assertThat(property.get("description").asString()).isNotBlank())
        .extracting(property -> property.get("name").asString())
        .contains("latchkey.origins", "latchkey.issue-timeout");
  }

  private static JsonNode read(String resource) throws Exception {
    // Of the starter, not of another jar.
    try (InputStream in =
        LatchkeyProperties.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toURI()
            .resolve("." + resource)
            .toURL()
            .openStream()) {
      return JsonMapper.shared().readTree(in);
    }
  }
}
