package dev.latchkey.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.testing.SentRequest;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which headers a scheme sees: on each client the same, and as the server does. */
interface HeadersRules {
  TestEnvironment stage();

  @Test
  default void aSchemeSeesAllHeadersAsTheyAreSent() throws Exception {
    AtomicReference<Map<String, List<String>>> seen = new AtomicReference<>();
    AuthScheme scheme =
        AuthScheme.computed(
            context -> {
              seen.set(context.headers());
              return Credential.of("x-seen", "" + context.headers().size());
            });

    for (TestBody body :
        List.of(
            TestBody.text("four"),
            TestBody.bytes(""),
            TestBody.stream(-1, () -> new ByteArrayInputStream("stream".getBytes(UTF_8))))) {
      int sent = stage().vendor.requests().size();
      stage()
          .send(
              (BodyClient) stage().client(scheme),
              stage().vendor.uri("/"),
              Map.of("X-Tenant", "acme"),
              body);

      SentRequest request = stage().vendor.request(sent);
      assertThat(seen.get())
          .containsEntry("x-tenant", List.of("acme"))
          .containsEntry("host", List.of(request.header("Host")))
          .containsEntry("content-type", List.of(request.header("Content-Type")))
          .containsKey("Content-Type");
      if (body.length() < 0) {
        assertThat(seen.get()).doesNotContainKey("content-length").hasSize(3);
        assertThat(request.has("Content-Length")).isFalse();
      } else {
        assertThat(seen.get())
            .containsEntry("content-length", List.of(request.header("Content-Length")))
            .hasSize(4);
      }
      assertThat(stage().issued).as("asked once").hasValue(sent + 1);
    }
  }

  @Test
  default void aRequestWithoutBodyHasItsHostAndWhatTheCallerSet() throws Exception {
    AtomicReference<Map<String, List<String>>> seen = new AtomicReference<>();
    AuthScheme scheme =
        context -> {
          seen.set(context.headers());
          return Credential.of("x-seen", "yes");
        };
    BodyClient client = (BodyClient) stage().client(scheme.consuming("X-Secret"));

    stage()
        .send(
            client,
            stage().vendor.uri("/"),
            Map.of("X-Tenant", "acme", "X-Secret", "s3cret"),
            TestBody.none());

    assertThat(seen.get()).containsOnlyKeys("host", "x-tenant");
    assertThat(stage().vendor.request(0).header("Host")).isEqualTo(seen.get().get("host").get(0));
    assertThat(stage().issued).hasValue(1);
  }

  @Test
  default void aHeaderThatTheClientDerivesIsAskedForOnceAndIsTheSameForAll() throws Exception {
    Set<String> derived = Set.of("Content-Type", "Content-Length", "Host");
    Set<String> added = Set.of("User-Agent", "Accept-Encoding");
    for (String name : Stream.concat(derived.stream(), added.stream()).toList()) {
      int issued = stage().issued.get();
      int sent = stage().vendor.requests().size();
      AuthScheme scheme = context -> Credential.of("x-seen", context.header(name).orElse("none"));
      BodyClient client = (BodyClient) stage().client(scheme);

      for (int i = 0; i < 2; i++) {
        stage().send(client, stage().vendor.uri("/"), Map.of(), TestBody.text("text"));
      }

      assertThat(stage().issued.get()).as(name).isEqualTo(issued + 1);
      String seen = stage().vendor.request(sent).header("x-seen");
      assertThat(seen)
          .isEqualTo(derived.contains(name) ? stage().vendor.request(sent).header(name) : "none");
      assertThat(stage().vendor.request(sent + 1).header("x-seen")).isEqualTo(seen);
    }
  }

  @Test
  default void aCredentialOfAllHeadersIsForOneRequest() throws Exception {
    AuthScheme scheme = context -> Credential.of("x-seen", "" + context.headers().size());
    BodyClient client = (BodyClient) stage().client(scheme);

    for (int i = 0; i < 3; i++) {
      stage().send(client, stage().vendor.uri("/"), Map.of(), TestBody.none());
    }

    assertThat(stage().issued).hasValue(3);
  }
}
