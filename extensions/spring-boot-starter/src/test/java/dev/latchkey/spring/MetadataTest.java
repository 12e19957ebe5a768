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
    assertDescribed(ofLatchkey(), "latchkey.origins", "management.health.latchkey.enabled");
    assertDescribed(ofOrigins(), "url", "jwt.key-file", "client-credentials.token-url");
  }

  private static void assertDescribed(JsonNode metadata, String... names) {
    assertThat(metadata.get("properties"))
        .allSatisfy(
            property ->
                assertThat(property.path("description").asString())
                    .as("%s", property.get("name"))
                    .matches("[A-Z][^{}]+\\."))
        .extracting(property -> property.get("name").asString())
        .contains(names);
  }

  static JsonNode ofLatchkey() throws Exception {
    return read("META-INF/spring-configuration-metadata.json");
  }

  /** Of the elements of the list. */
  static JsonNode ofOrigins() throws Exception {
    return read(
        "META-INF/spring/configuration-metadata/" + OriginProperties.class.getName() + ".json");
  }

  private static JsonNode read(String file) throws Exception {
    // Of the starter, not of another jar.
    var classes = LatchkeyProperties.class.getProtectionDomain().getCodeSource().getLocation();
    try (InputStream in = classes.toURI().resolve(file).toURL().openStream()) {
      return JsonMapper.shared().readTree(in);
    }
  }
}
