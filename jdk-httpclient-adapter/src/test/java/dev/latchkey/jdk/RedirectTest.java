package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects, which the wrapper follows as the JDK's client would. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class RedirectTest extends TestEnvironmentTest {
  private HttpClient following;

  private HttpResponse<String> follow(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (following == null) {
      following = rig.following(Redirect.ALWAYS);
    }
    return rig.send(following, request.build());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void methodsAndBodiesAreThoseOfTheJdk(int status) throws Exception {
    HttpClient bare = rig.bare().followRedirects(Redirect.ALWAYS).build();
    rig.vendor.handle(
        request ->
            request.getTarget().equals("/to")
                ? Peer.of(200, "")
                : Peer.redirect(status, "/to").newBuilder().body("").build());
    for (String method : List.of("GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS")) {
      boolean hasBody = List.of("POST", "PUT", "PATCH").contains(method);
      HttpRequest request =
          rig.to("/from")
              .header("X-Trace", "42")
              .method(method, hasBody ? BodyPublishers.ofString("body") : BodyPublishers.noBody())
              .build();
      int before = rig.vendor.requests().size();

      HttpResponse<String> expected = rig.send(bare, request);
      HttpResponse<String> response = rig.send(rig.following(Redirect.ALWAYS), request);

      List<RecordedRequest> sent = rig.vendor.requests();
      RecordedRequest theirs = sent.get(before + 1);
      RecordedRequest ours = sent.get(before + 3);
      assertThat(wire(ours)).as("%s %s", status, method).isEqualTo(wire(theirs));
      assertThat(response.body()).isEqualTo(expected.body());
      assertThat(response.request().method()).isEqualTo(expected.request().method());
      assertThat(response.uri()).isEqualTo(expected.uri());
      assertThat(response.previousResponse()).isPresent();
      assertThat(response.previousResponse().get().statusCode()).isEqualTo(status);
      assertThat(response.previousResponse().get().body()).isNull();
    }
  }

  private static List<String> wire(RecordedRequest request) {
    return List.of(
        request.getMethod(),
        request.getTarget(),
        request.getBody() == null ? "" : request.getBody().utf8(),
        request
            .getHeaders()
            .newBuilder()
            .removeAll("Authorization")
            // Only on the first request of a connection.
            .removeAll("Connection")
            .removeAll("Upgrade")
            .removeAll("HTTP2-Settings")
            .build()
            .toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void aGetThatWasAPostTellsNothingOfABody(int status) throws Exception {
    rig.vendor.reply(Peer.redirect(status, "/to"), Peer.of(200, "there"));

    follow(
        rig.to("/from")
            .header("Content-Type", "text/plain")
            .header("Content-Language", "en")
            .POST(BodyPublishers.ofString("body")));

    RecordedRequest get = rig.vendor.request(1);
    assertThat(get.getMethod()).isEqualTo("GET");
    assertThat(get.getHeaders().names())
        .doesNotContain("Content-Type", "content-type", "Content-Language", "content-language");
    assertThat(rig.vendor.bodies().get(1)).isEmpty();
  }

  @Test
  void aGetKeepsItsHeadersWhateverTheyAreCalled() throws Exception {
    rig.vendor.reply(Peer.redirect(303, "/to"), Peer.of(200, "there"));

    follow(rig.to("/from").header("Content-Type", "text/plain"));

    assertThat(rig.vendor.sent("Content-Type")).containsExactly("text/plain", "text/plain");
  }

  @Test
  void aRelativeLocationIsThatOfTheHopThatSentIt() throws Exception {
    rig.vendor.reply(
        Peer.redirect(302, "/a/b/c"), Peer.redirect(302, "../d?e=f"), Peer.of(200, "there"));

    HttpResponse<String> response = follow(rig.to("/x/y"));

    assertThat(rig.vendor.requests())
        .extracting(RecordedRequest::getTarget)
        .containsExactly("/x/y", "/a/b/c", "/a/d?e=f");
    assertThat(response.uri()).isEqualTo(rig.vendor.uri("/a/d?e=f"));
  }

  @Test
  void aLoopEndsAfterFiveRequestsWithTheLastRedirect() throws Exception {
    rig.vendor.reply(Peer.redirect(302, "/again"));

    HttpResponse<String> response = follow(rig.to("/"));

    assertThat(rig.vendor.requests()).hasSize(5);
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.body()).isEqualTo("moved");
  }

  @Test
  void withoutAPolicyTheFirstRedirectIsTheCallers() throws Exception {
    rig.vendor.reply(Peer.redirect(302, "/again"));

    HttpResponse<String> response = rig.send(rig.to("/"));

    assertThat(rig.vendor.requests()).hasSize(1);
    assertThat(response.body()).isEqualTo("moved");
    assertThat(rig.client.followRedirects()).isEqualTo(Redirect.NEVER);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 304, 305, 306})
  void otherStatusesAreNotFollowed(int status) throws Exception {
    rig.vendor.reply(Peer.of(status, "").newBuilder().addHeader("Location", "/to").build());

    assertThat(follow(rig.to("/")).statusCode()).isEqualTo(status);
    assertThat(rig.vendor.requests()).hasSize(1);
  }

  @Test
  void aBodyOfUnknownLengthThatWasSentIsNotSentElsewhere() throws Exception {
    rig.vendor.reply(Peer.redirect(307, "/to"), Peer.of(200, "never"));

    HttpResponse<String> response =
        follow(rig.to("/").POST(ReplayTest.oneShot(new AtomicInteger())));

    assertThat(response.statusCode()).isEqualTo(307);
    assertThat(response.body()).isEqualTo("moved");
    assertThat(rig.vendor.bodies()).containsExactly("a body");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void anotherOriginSeesNothingThatWasMeantForTheFirst(int status) throws Exception {
    rig.vendor.reply(Peer.redirect(status, rig.foreign.origin() + "/to"));
    for (String method : List.of("GET", "POST")) {
      int before = rig.foreign.requests().size();

      follow(
          rig.to("/from")
              .header("Cookie", "session=callers")
              .header("Origin", "https://callers.example")
              .header("Referer", "https://callers.example/secret")
              .header("X-Trace", "42")
              .method(
                  method,
                  method.equals("POST")
                      ? BodyPublishers.ofString("body")
                      : BodyPublishers.noBody()));

      RecordedRequest there = rig.foreign.request(before);
      for (String name : List.of("Authorization", "Cookie", "Origin", "Referer")) {
        assertThat(there.getHeaders().get(name)).as(name).isNull();
      }
      assertThat(there.getHeaders().get("X-Trace")).isEqualTo("42");
    }
  }

  @Test
  void withinTheOriginTheCallersHeadersGoAlong() throws Exception {
    rig.vendor.reply(Peer.redirect(302, "/to"), Peer.of(200, "there"));

    follow(rig.to("/").header("Origin", "https://callers.example").header("Cookie", "a=b"));

    assertThat(rig.vendor.sent("Origin")).containsOnly("https://callers.example");
    assertThat(rig.vendor.sent("Cookie")).containsOnly("a=b");
    assertThat(rig.vendor.sent("Authorization")).containsOnly("Bearer secret-1");
  }

  @Test
  void aHopIsRefreshedOnItsOwn() throws Exception {
    rig.vendor.reply(
        Peer.redirect(307, "/to"),
        Peer.of(401, "no"),
        Peer.redirect(307, "/last"),
        Peer.of(200, "yes"));

    HttpResponse<String> response = follow(rig.to("/").POST(BodyPublishers.ofString("body")));

    assertThat(response.body()).isEqualTo("yes");
    assertThat(rig.vendor.requests())
        .extracting(RecordedRequest::getTarget)
        .containsExactly("/", "/to", "/to", "/last");
    assertThat(rig.vendor.bodies()).containsOnly("body");
  }

  @Test
  void aLocationThatIsNoneFailsWithoutRepeatingIt() {
    for (String location :
        List.of(
            "http://[secret",
            "http://a b/secret",
            "http://127.0.0.1:65536/secret",
            "//127.0.0.1:2147483647/secret")) {
      rig.vendor.reply(Peer.redirect(302, location));

      assertThatThrownBy(() -> follow(rig.to("/")))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("secret");
    }
    rig.vendor.reply(Peer.of(302, ""));

    assertThatThrownBy(() -> follow(rig.to("/"))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"NORMAL", "ALWAYS"})
  void schemesOtherThanHttpAreNotFollowed(Redirect policy) throws Exception {
    rig.vendor.reply(Peer.redirect(302, "ftp://127.0.0.1/"));

    assertThat(rig.send(rig.following(policy), rig.to("/").build()).statusCode()).isEqualTo(302);
  }
}
