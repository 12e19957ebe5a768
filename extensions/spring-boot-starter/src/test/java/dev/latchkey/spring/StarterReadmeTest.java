package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.checks.Javac;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.json.JsonMapper;

/** The README's YAML is bound, its code compiles, and its tables have all properties. */
class StarterReadmeTest {
  private static final String AROUND_A_BLOCK =
      """
      import dev.latchkey.*;
      import dev.latchkey.spring.*;
      import java.time.Duration;
      import okhttp3.OkHttpClient;
      import org.springframework.boot.autoconfigure.SpringBootApplication;
      import org.springframework.context.annotation.Bean;
      import org.springframework.web.client.RestClient;
      import retrofit2.Retrofit;

      class Block {
        interface Orders {}

        interface Tenants {
          String current();
        }

        %s
      }
      """;

  @TempDir Path folder;

  @Test
  void itsYamlIsBound() throws Exception {
    List<String> blocks = found("(?s)```yaml\\n(.*?)```");

    assertThat(blocks).hasSize(2);
    for (String block : blocks) {
      MutablePropertySources sources = new MutablePropertySources();
      var resource = new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8));
      new YamlPropertySourceLoader().load("README", resource).forEach(sources::addLast);
      sources.addLast(
          new MapPropertySource("secrets", Map.of("ACME_KEY", "a", "BANK_SECRET", "b")));
      LatchkeyProperties bound =
          new Binder(
                  ConfigurationPropertySources.from(sources),
                  new PropertySourcesPlaceholdersResolver(sources))
              .bind(
                  "latchkey",
                  Bindable.of(LatchkeyProperties.class),
                  new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
              .get();
      assertThat(bound.origins())
          .isNotEmpty()
          .allSatisfy(origin -> assertThat(origin.schemes()).hasSize(1));
    }
  }

  @Test
  void itsCodeCompiles() throws Exception {
    List<String> blocks = found("(?s)```java\\n(.*?)```");

    assertThat(blocks).hasSize(3);
    for (String block : blocks) {
      Javac.compile(
          Files.writeString(folder.resolve("Block.java"), AROUND_A_BLOCK.formatted(block)), folder);
    }
  }

  @Test
  void itsTablesHaveAllProperties() throws Exception {
    TreeSet<String> named = new TreeSet<>();
    for (String cell : found("(?m)^\\| (`[a-z.`, -]+`) \\|")) {
      for (String name : cell.split(", ", -1)) {
        named.add(name.replace("`", ""));
      }
    }
    TreeSet<String> described = new TreeSet<>();
    for (var property : MetadataTest.ofOrigins().get("properties")) {
      described.add(property.get("name").asString());
    }
    for (var property : MetadataTest.ofLatchkey().get("properties")) {
      String name = property.get("name").asString();
      if (name.startsWith("latchkey.")) {
        described.add(name.replaceFirst("^latchkey\\.", ""));
      }
    }

    // The title of the first table.
    named.remove("latchkey.");
    assertThat(named).isEqualTo(described);
  }

  @Test
  void itsJsonHasTheFieldsOfTheEndpoint() throws Exception {
    var origin =
        JsonMapper.shared().readTree(found("(?s)```json\\n(.*?)```").get(0)).at("/origins/0");
    List<String> fields =
        Arrays.stream(LatchkeyEndpoint.OriginState.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    assertThat(fields).containsAll(origin.propertyNames());
  }

  private static List<String> found(String pattern) throws Exception {
    return Pattern.compile(pattern)
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
