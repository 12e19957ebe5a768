package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Keyring;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hops between plain HTTP and TLS. */
@ParameterizedClass
@EnumSource
class TlsTest {
  @Parameter SendMode way;

  private Peer plain;
  private Peer secure;

  @BeforeEach
  void open() throws IOException {
    plain = new Peer(Transport.HTTP_1);
    secure = new Peer(Transport.HTTP_2);
  }

  @AfterEach
  void close() throws IOException {
    plain.close();
    secure.close();
  }

  private HttpResponse<String> send(Peer from, Redirect policy) throws Exception {
    try (Keyring keyring =
        Keyring.builder()
            .add(plain.origin(), new Tokens())
            .add(secure.origin(), new Tokens())
            .build()) {
      HttpClient client =
          KeyringHttpClient.newBuilder(keyring)
              .sslContext(Transport.TLS.sslContext())
              .followRedirects(policy)
              .build();
      HttpRequest request =
          HttpRequest.newBuilder(from.uri("/from"))
              .header("Cookie", "session=callers")
              .header("X-Trace", "42")
              .build();
      return way.send(client, request, BodyHandlers.ofString());
    }
  }

  private static void assertNothingWent(Peer to) {
    assertThat(to.sent("Authorization")).containsExactly((String) null);
    assertThat(to.sent("Cookie")).containsExactly((String) null);
    assertThat(to.sent("X-Trace")).containsExactly("42");
  }

  @ParameterizedTest
  @EnumSource(names = {"NORMAL", "ALWAYS"})
  void fromPlainToTlsIsFollowedWithoutTheCredential(Redirect policy) throws Exception {
    plain.reply(Peer.redirect(307, secure.origin() + "/to"));

    HttpResponse<String> response = send(plain, policy);

    assertThat(response.body()).isEqualTo("ok");
    assertThat(response.sslSession()).isPresent();
    assertThat(response.previousResponse().orElseThrow().sslSession()).isEmpty();
    assertThat(plain.sent("Authorization")).containsExactly("Bearer secret-1");
    assertNothingWent(secure);
  }

  @Test
  void fromTlsToPlainIsFollowedOnlyAlways() throws Exception {
    secure.reply(Peer.redirect(307, plain.origin() + "/to"));

    HttpResponse<String> normal = send(secure, Redirect.NORMAL);

    assertThat(normal.statusCode()).isEqualTo(307);
    assertThat(normal.body()).isEqualTo("moved");
    assertThat(plain.requests()).isEmpty();

    HttpResponse<String> always = send(secure, Redirect.ALWAYS);

    assertThat(always.body()).isEqualTo("ok");
    assertThat(always.previousResponse().orElseThrow().sslSession()).isPresent();
    assertThat(secure.sent("Authorization")).containsOnly("Bearer secret-1");
    assertNothingWent(plain);
  }

  @Test
  void aCertificateThatIsNotTrustedFailsAsInTheBareClient() throws Exception {
    HandshakeCertificates nobody = new HandshakeCertificates.Builder().build();
    HttpClient bare = HttpClient.newBuilder().sslContext(nobody.sslContext()).build();
    try (Keyring keyring = Keyring.builder().add(secure.origin(), new Tokens()).build()) {
      HttpClient wrapped =
          KeyringHttpClient.wrap(
              HttpClient.newBuilder().sslContext(nobody.sslContext()).build(), keyring);
      HttpRequest request = HttpRequest.newBuilder(secure.uri("/")).build();

      assertThat(Outcome.of(wrapped, request, BodyHandlers::ofString))
          .isEqualTo(Outcome.of(bare, request, BodyHandlers::ofString))
          .allMatch(outcome -> outcome.contains("SSL"));
    }
    assertThat(secure.requests()).isEmpty();
  }
}
