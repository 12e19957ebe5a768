package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A scheme that signs the URI signs the one that the server sees. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class SignedTargetTest extends TestEnvironmentTest {
  private HttpClient client;

  @BeforeEach
  void sign() {
    client =
        setup
            .wire()
            .configure(
                KeyringHttpClient.newBuilder(
                    rig.keyring(
                        context -> {
                          URI uri = context.uri();
                          String query = uri.getRawQuery();
                          return Credential.of(
                                  "x-signed", uri.getRawPath() + (query == null ? "" : "?" + query))
                              .singleUse();
                        })))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  @Test
  void whateverTheUriLooksLike() throws IOException, InterruptedException {
    for (String path :
        List.of(
            "/plain?a=b",
            "",
            "?a=b",
            "/?",
            "/path?",
            "/path?#fragment",
            "/\u00e9?\u00fc=\u00df",
            "/cafe\u0301?q=u\u0308",
            "/%C3%A9/%7e?a=%2F+b",
            "/\u65e5\u672c?\ud83d\ude00",
            "/a;b=c/d,e?f=g&h=(i)",
            "/a//b/../c/.?x")) {
      assertThat(rig.send(client, request(path)).statusCode()).isEqualTo(200);

      assertThat(last().getTarget()).as(path).isEqualTo(last().getHeaders().get("x-signed"));
    }
  }

  private HttpRequest request(String path) {
    return rig.to(path).build();
  }

  @Test
  void alsoOfARedirect() throws IOException, InterruptedException {
    for (String location : List.of("/path?", "to\u00e9?q", "?only")) {
      rig.vendor.handle(
          request ->
              request.getTarget().equals("/from")
                  ? Peer.of(302, "")
                      .newBuilder()
                      .setHeader("Location", "/x")
                      .setHeader("Location", URI.create(location).toASCIIString())
                      .build()
                  : Peer.of(200, "there"));

      assertThat(rig.send(client, request("/from")).body()).isEqualTo("there");

      assertThat(last().getTarget()).as(location).isEqualTo(last().getHeaders().get("x-signed"));
    }
  }

  @Test
  void theResponseTellsTheUriAsTheCallerWroteIt() throws IOException, InterruptedException {
    URI uri = rig.vendor.uri("/\u00e9?");

    assertThat(rig.send(client, HttpRequest.newBuilder(uri).build()).uri()).isEqualTo(uri);
  }

  private RecordedRequest last() {
    return rig.vendor.request(rig.vendor.requests().size() - 1);
  }
}
