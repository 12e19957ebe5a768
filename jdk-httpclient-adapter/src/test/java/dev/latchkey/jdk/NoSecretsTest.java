package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.Credential;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that a caller gets, and could print, has a secret in it. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class NoSecretsTest extends TestEnvironmentTest {

  @Test
  void noResponseAndNoneBeforeItShowsTheCredential() throws Exception {
    rig.vendor.reply(
        Peer.of(401, "no"), Peer.redirect(302, "/to"), Peer.of(401, "no"), Peer.of(200, "yes"));

    HttpResponse<String> response =
        rig.send(rig.following(Redirect.NORMAL), rig.to("/").header("X-Trace", "42").build());

    assertThat(rig.vendor.sent("Authorization")).allMatch(value -> value.startsWith("Bearer sec"));
    int responses = 0;
    for (Optional<HttpResponse<String>> each = Optional.of(response);
        each.isPresent();
        each = each.get().previousResponse()) {
      assertThat(each.get().request().headers().map()).containsOnlyKeys("X-Trace");
      assertThat(each.get() + " " + each.get().request()).doesNotContain("secret");
      assertThat(each.get().uri()).isEqualTo(each.get().request().uri());
      responses++;
    }
    assertThat(responses).isEqualTo(3);
    assertThat(response.request())
        .isEqualTo(rig.to("/to").header("X-Trace", "42").build())
        .hasToString(rig.to("/to").build().toString());
  }

  @Test
  void noFailureShowsTheCredential() throws Exception {
    assertShowsNothing(
        catchThrowable(
            () -> {
              rig.vendor.reply(rig.vendor.stalled(401));
              rig.send(rig.to("/").timeout(Duration.ofMillis(100)));
            }));
    for (String value : List.of("secret\r\nX-More: secret", "secret\u0000", "secr\u00e9t-secret")) {
      HttpClient client =
          KeyringHttpClient.wrap(
              rig.bare().build(), rig.keyring(context -> Credential.of("x-api-key", value)));

      assertShowsNothing(catchThrowable(() -> rig.send(client, rig.to("/").build())));
    }
    assertThat(rig.client.toString()).doesNotContain("secret");
  }

  private static void assertShowsNothing(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    assertThat(text.toString()).doesNotContain("secret");
  }
}
