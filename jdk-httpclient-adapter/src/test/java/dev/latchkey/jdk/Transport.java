package dev.latchkey.jdk;

import dev.latchkey.testing.LoopbackCertificates;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.util.List;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;

/** What requests travel by. */
enum Transport {
  HTTP_1("http", Version.HTTP_1_1),
  /** Over TLS, agreed upon by ALPN. */
  HTTP_2("https", Version.HTTP_2),
  /** In plain text: the first request of a connection is HTTP/1.1 and asks for an upgrade. */
  H2C("http", Version.HTTP_2);

  static final HandshakeCertificates TLS = LoopbackCertificates.of();

  final String scheme;
  final Version version;

  Transport(String scheme, Version version) {
    this.scheme = scheme;
    this.version = version;
  }

  /** Prepares a server, before it starts. */
  void configure(MockWebServer server) {
    switch (this) {
      case HTTP_1 -> server.setProtocols(List.of(Protocol.HTTP_1_1));
      case HTTP_2 -> server.useHttps(TLS.sslSocketFactory());
      case H2C -> server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    }
  }

  /** Where clients reach a server that has started. */
  Gateway gateway(MockWebServer server) throws IOException {
    return this == H2C ? Gateway.upgrading(server.getPort()) : Gateway.none(server.getPort());
  }

  /** Sets up a client for it. */
  HttpClient.Builder configure(HttpClient.Builder client) {
    return client.version(version).sslContext(TLS.sslContext());
  }
}
