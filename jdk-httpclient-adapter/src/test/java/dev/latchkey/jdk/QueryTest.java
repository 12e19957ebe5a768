package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A credential in the query, over each transport, synchronously and not. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class QueryTest extends TestEnvironmentTest {
  private static final AuthScheme KEY = AuthScheme.query("api_key", "s3cret/1");
  private static final String SENT = "api_key=s3cret%2F1";

  private HttpClient client(AuthScheme scheme, Redirect policy) {
    return rig.setup
        .wire()
        .configure(KeyringHttpClient.newBuilder(rig.keyring(scheme)))
        .followRedirects(policy)
        .build();
  }

  private static List<String> targets(Peer peer) {
    return peer.requests().stream().map(RecordedRequest::getTarget).toList();
  }

  @Test
  void itIsOnTheWireAndInNothingThatIsShown() throws Exception {
    rig.vendor.reply(
        Peer.redirect(302, "/b?" + SENT + "&x=1"),
        Peer.of(401, "no"),
        Peer.redirect(307, rig.foreign.origin() + "/c?" + SENT));
    HttpClient client =
        client(
            context ->
                Credential.query("api_key", "s3cret/1")
                    .andQuery("r", "" + context.refusal().isPresent()),
            Redirect.ALWAYS);

    HttpResponse<String> response = rig.send(client, rig.to("/a?ü").build());

    assertThat(response.body()).isEqualTo("ok");
    assertThat(targets(rig.vendor))
        .containsExactly(
            "/a?%C3%BC&" + SENT + "&r=false",
            "/b?x=1&" + SENT + "&r=false",
            "/b?x=1&" + SENT + "&r=true");
    assertThat(targets(rig.foreign)).containsExactly("/c");
    for (Optional<HttpResponse<String>> each = Optional.of(response);
        each.isPresent();
        each = each.get().previousResponse()) {
      assertThat(each.get() + " " + each.get().uri() + each.get().headers().map())
          .doesNotContain("s3cret", "api_key");
      assertThat(each.get().request() + " " + each.get().request().uri())
          .doesNotContain("s3cret", "api_key");
    }
  }

  @Test
  void aBodyHandlerIsShownALocationWithoutIt() throws Exception {
    AtomicReference<String> shown = new AtomicReference<>();
    rig.vendor.reply(Peer.redirect(302, "/b?x=1&" + SENT));

    HttpResponse<String> response =
        rig.setup
            .way()
            .send(
                client(KEY, Redirect.NEVER),
                rig.to("/a").build(),
                info -> {
                  shown.set(info.headers().firstValue("location").orElseThrow());
                  return BodySubscribers.ofString(UTF_8);
                });

    assertThat(shown).hasValue("/b?x=1");
    assertThat(response.headers().allValues("Location")).containsExactly("/b?x=1");
    assertThat(response.statusCode()).isEqualTo(302);
  }

  @Test
  void failuresDoNotShowIt() {
    HttpClient client =
        client(
            context -> Credential.query("api_key", "s3cret/1" + context.refusal().isPresent()),
            Redirect.NEVER);

    rig.vendor.reply(rig.vendor.cut(200, new CountDownLatch(0)));
    assertShowsNothing(catchThrowable(() -> rig.send(client, rig.to("/cut").build())));
    rig.vendor.reply(rig.vendor.stalled(401));
    assertShowsNothing(
        catchThrowable(
            () -> rig.send(client, rig.to("/late").timeout(Duration.ofMillis(100)).build())));

    assertThat(targets(rig.vendor))
        .contains("/cut?" + SENT + "false", "/late?" + SENT + "false")
        .allMatch(target -> target.contains("s3cret"));
  }

  private static void assertShowsNothing(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("s3cret", "api_key");
  }
}
