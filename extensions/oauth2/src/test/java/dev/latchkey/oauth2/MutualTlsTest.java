package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MutualTlsTest {
  private final HeldCertificate ofServer =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
  private final HeldCertificate ofClient = new HeldCertificate.Builder().commonName("me").build();
  private final MockWebServer endpoint = new MockWebServer();
  private final Servers servers = new Servers();

  @BeforeEach
  void start() throws IOException {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(ofServer)
            .addTrustedCertificate(ofClient.certificate())
            .build();
    endpoint.useHttps(certificates.sslSocketFactory());
    endpoint.requireClientAuth();
    endpoint.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void close() {
    endpoint.close();
    servers.close();
  }

  private TokenRequest.Builder request() {
    return TokenRequest.clientCredentials("https://127.0.0.1:" + endpoint.getPort() + "/token");
  }

  private HandshakeCertificates.Builder trusting() {
    return new HandshakeCertificates.Builder().addTrustedCertificate(ofServer.certificate());
  }

  @Test
  void theClientIsKnownByItsCertificate() throws Exception {
    endpoint.enqueue(new MockResponse.Builder().body("{\"access_token\":\"t\"}").build());

    assertThat(
            servers.authorization(
                request()
                    .mutualTls("me", trusting().heldCertificate(ofClient).build().sslContext())))
        .isEqualTo("Bearer t");

    RecordedRequest sent = endpoint.takeRequest();
    assertThat(sent.getBody().string(StandardCharsets.UTF_8))
        .isEqualTo("grant_type=client_credentials&client_id=me");
    assertThat(sent.getHandshake().peerCertificates())
        .singleElement()
        .isInstanceOfSatisfying(
            X509Certificate.class,
            certificate ->
                assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=me"));
  }

  @Test
  void aClientWithoutACertificateIsRefused() {
    assertThat(
            catchThrowable(
                () ->
                    servers.authorization(
                        request().mutualTls("me", trusting().build().sslContext()))))
        .hasMessageContaining("did not answer: ");
  }
}
