package dev.latchkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IssueContextTest {
  private static final URI URL = URI.create("https://user:s3cret@api.test/a%20b?token=s3cret#part");
  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");

  @Test
  void tellsTheTimeAndTheRequest() {
    IssueContext context = IssueContext.of("POST", URL, Map.of("X-Tenant", "t1"), moment);

    assertThat(context.now()).isEqualTo(moment.instant());
    assertThat(context.method()).isEqualTo("POST");
    assertThat(context.uri()).hasToString("https://user:s3cret@api.test/a%20b?token=s3cret");
    assertThat(context.header("x-tenant")).contains("t1");
    assertThat(context.header("x-other")).isEmpty();
  }

  @Test
  void theTimeStandsStill() {
    IssueContext context = IssueContext.of("GET", URL, moment);
    moment.advance(Duration.ofSeconds(1));

    assertThat(context.now()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void remembersWhatWasRead() {
    IssueContext context = IssueContext.of("GET", URL, moment);
    assertThat(context.now()).isNotNull();
    assertThat(context.vary().isNothing()).isTrue();

    assertThat(context.uri()).isNotNull();
    assertThat(context.vary()).isEqualTo(new Vary(false, true, true, Set.of()));
    assertThat(context.method()).isNotNull();
    assertThat(context.vary()).isEqualTo(new Vary(true, true, true, Set.of()));
    assertThat(context.header("X-Tenant")).isEmpty();
    assertThat(context.header("x-tenant")).isEmpty();
    assertThat(context.vary()).isEqualTo(new Vary(true, true, true, Set.of("x-tenant")));
  }

  @Test
  void showsTheTimeOnly() {
    assertThat(IssueContext.of("GET", URL, moment))
        .hasToString("IssueContext[2026-01-01T00:00:00Z]");
  }

  @Test
  void requestsWithoutBodySignNothing() throws Exception {
    IssueContext context = IssueContext.of("GET", URL, moment);

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
            moment);

    assertThat(context.body()).asString(UTF_8).isEqualTo("a body");
    assertThat(context.headers())
        .hasToString("{content-length=[6], content-type=[text/plain], host=[api.test:8080]}");
    assertThat(context.header("content-length")).contains("6");
    assertThat(context.headers()).containsKey("HOST");
  }

  @Test
  void theBodyIsNeitherTheCallersArrayNorTheSchemes() throws Exception {
    byte[] given = "a body".getBytes(UTF_8);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(given);
    IssueContext context = IssueContext.of("POST", URL, Map.of(), given, moment);

    given[0] = 'b';
    context.body()[0] = 'c';
    assertThat(context.body()).asString(UTF_8).isEqualTo("a body");
    assertThat(context.bodyDigest("SHA-256")).isEqualTo(digest);
  }

  @Test
  void anUnknownDigestIsTheSchemesFault() {
    IssueContext context = IssueContext.of("GET", URL, moment);

    assertThatThrownBy(() -> context.bodyDigest("SHA-257"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SHA-257");
  }

  @Test
  void anAdapterThatTellsNoBodiesFailsTheirSchemesClearly() {
    AuthScheme scheme =
        AuthScheme.computed(context -> Credential.of("x-body", "" + context.body().length));

    TestCall post = new TestKeyring().call(scheme).method("POST");
    assertThatThrownBy(() -> post.send(TestKeyring.ORIGIN))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("OutgoingRequest");
  }
}
