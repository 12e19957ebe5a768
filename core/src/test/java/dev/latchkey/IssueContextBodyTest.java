package dev.latchkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schemes that read bodies, called by hand. */
class IssueContextBodyTest {
  @Test
  void requestsWithoutBodySignNothing() throws Exception {
    IssueContext context =
        IssueContext.of(
            "GET", URI.create("https://api.test"), ManualClock.at("2026-01-01T00:00:00Z"));

    assertThat(context.body()).isEmpty();
    assertThat(context.isBodyReadable()).isTrue();
    assertThat(context.bodyDigest("SHA-256"))
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest());
  }

  @Test
  void aSchemeIsCalledByHandWithABody() throws Exception {
    IssueContext context =
        IssueContext.of(
            "POST",
            URI.create("http://api.test:8080/"),
            Map.of("Content-Type", "text/plain"),
            "a body".getBytes(UTF_8),
            ManualClock.at("2026-01-01T00:00:00Z"));

    assertThat(context.body()).asString(UTF_8).isEqualTo("a body");
    assertThat(context.headers())
        .hasToString("{content-length=[6], content-type=[text/plain], host=[api.test:8080]}");
    assertThat(context.header("content-length")).contains("6");
    assertThat(context.headers()).containsKey("HOST");
  }

  @Test
  void anUnknownDigestIsTheSchemesFault() {
    IssueContext context =
        IssueContext.of(
            "GET", URI.create("https://api.test"), ManualClock.at("2026-01-01T00:00:00Z"));

    assertThatThrownBy(() -> context.bodyDigest("SHA-257"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SHA-257");
  }

  @Test
  void anAdapterThatTellsNoBodiesFailsTheirSchemesClearly() {
    AuthScheme scheme =
        AuthScheme.computed(context -> Credential.of("x-body", "" + context.body().length));

    try (Keyring keyring = Keyring.builder().add("https://api.test", scheme).build()) {
      AuthAttempt post =
          keyring.newCall().attempt("POST", URI.create("https://api.test"), name -> null);
      assertThatThrownBy(() -> AuthCall.await(post.credential(), () -> false))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("OutgoingRequest");
    }
  }
}
