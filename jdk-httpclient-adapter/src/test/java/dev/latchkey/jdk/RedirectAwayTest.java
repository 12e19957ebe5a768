package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Redirects that leave the origin, with a credential that tells for which hop it was made. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class RedirectAwayTest extends TestEnvironmentTest {
  /** In what another origin differs. */
  enum Elsewhere {
    PORT,
    HOST,
    SCHEME
  }

  private static final AuthScheme FOR_THE_HOP =
      context ->
          Credential.of(
                  "Authorization", "Bearer secret " + context.method() + context.uri().getPath())
              .and("X-Api-Key", "secret")
              .singleUse();

  private HttpClient client;

  @BeforeEach
  void follow() {
    client =
        setup
            .wire()
            .configure(KeyringHttpClient.newBuilder(rig.keyring(FOR_THE_HOP)))
            .followRedirects(Redirect.ALWAYS)
            .build();
  }

  @ParameterizedTest
  @EnumSource
  void anotherOriginSeesNoCredential(Elsewhere where) throws Exception {
    try (Peer other =
        new Peer(setup.wire() == Transport.HTTP_2 ? Transport.HTTP_1 : Transport.HTTP_2)) {
      Peer there =
          switch (where) {
            case PORT -> rig.foreign;
            case HOST -> rig.vendor;
            case SCHEME -> other;
          };
      String origin =
          where == Elsewhere.HOST
              ? there.origin().replace("127.0.0.1", "localhost")
              : there.origin();
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        assertNothingGoesTo(there, origin, status, "GET");
        assertNothingGoesTo(there, origin, status, "POST");
      }
    }
  }

  private void assertNothingGoesTo(Peer there, String origin, int status, String method)
      throws IOException, InterruptedException {
    rig.vendor.handle(
        request ->
            request.getTarget().equals("/from")
                ? Peer.redirect(status, origin + "/to")
                : Peer.of(200, "ok"));
    int start = rig.vendor.requests().size();

    HttpResponse<String> response =
        rig.send(
            client,
            rig.to("/from")
                .header("Cookie", "session=callers")
                .header("X-Trace", "42")
                .method(
                    method,
                    method.equals("POST")
                        ? BodyPublishers.ofString("body")
                        : BodyPublishers.noBody())
                .build());

    assertThat(response.body()).isEqualTo("ok");
    RecordedRequest here = rig.vendor.request(start);
    assertThat(here.getHeaders().get("Authorization"))
        .isEqualTo("Bearer secret " + method + "/from");
    assertThat(here.getHeaders().get("X-Api-Key")).isEqualTo("secret");
    RecordedRequest away = there.request(there.requests().size() - 1);
    assertThat(away.getTarget()).isEqualTo("/to");
    assertThat(away.getHeaders().get("X-Trace")).isEqualTo("42");
    for (String name : List.of("Authorization", "X-Api-Key", "Cookie")) {
      assertThat(away.getHeaders().get(name)).as("%s %s %s", status, method, name).isNull();
    }
  }

  @Test
  void aCallThatLeftGetsNothingWhenItComesBack() throws Exception {
    rig.vendor.reply(Peer.redirect(307, rig.foreign.origin() + "/away"), Peer.of(401, "back"));
    rig.foreign.reply(Peer.redirect(307, rig.vendor.origin() + "/back"));

    HttpResponse<String> response =
        rig.send(client, rig.to("/start").header("Cookie", "session=callers").build());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("back");
    assertThat(rig.vendor.requests())
        .extracting(RecordedRequest::getTarget)
        .containsExactly("/start", "/back");
    assertThat(rig.vendor.sent("Authorization")).containsExactly("Bearer secret GET/start", null);
    assertThat(rig.vendor.sent("X-Api-Key")).containsExactly("secret", null);
    assertThat(rig.vendor.sent("Cookie")).containsExactly("session=callers", null);
    assertSawNoCredential(rig.foreign);
  }

  @Test
  void eachHopAtHomeHasACredentialOfItsOwnAndTheOneAwayHasNone() throws Exception {
    rig.vendor.reply(
        Peer.redirect(302, "/two"), Peer.redirect(302, rig.foreign.origin() + "/three"));

    HttpResponse<String> response =
        rig.send(client, rig.to("/one").POST(BodyPublishers.ofString("body")).build());

    assertThat(response.uri()).isEqualTo(rig.foreign.uri("/three"));
    assertThat(rig.vendor.sent("Authorization"))
        .containsExactly("Bearer secret POST/one", "Bearer secret GET/two");
    assertThat(rig.vendor.sent("X-Api-Key")).containsExactly("secret", "secret");
    assertSawNoCredential(rig.foreign);
  }

  private static void assertSawNoCredential(Peer peer) {
    assertThat(peer.requests()).hasSize(1);
    for (String name : List.of("Authorization", "X-Api-Key", "Cookie")) {
      assertThat(peer.sent(name)).as(name).containsOnlyNulls();
    }
  }
}
