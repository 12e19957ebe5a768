package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ProxyTest {
  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  @Test
  void aProxyOfAnEncryptedCallSeesNoCredential() throws Exception {
    MockWebServer proxy = new MockWebServer();
    proxy.useHttps(TestEnvironment.TLS.sslSocketFactory(), true);
    proxy.enqueue(
        new MockResponse().setSocketPolicy(SocketPolicy.UPGRADE_TO_SSL_AT_END).clearHeaders());
    proxy.enqueue(new MockResponse().setBody("through"));
    lab.start(proxy);
    OkHttpClient client =
        lab.clientOf(lab.bare().proxy(proxy.toProxyAddress()), "https://localhost:8443", lab.keys);

    String answer =
        TestEnvironment.send(
            client, new Request.Builder().url("https://localhost:8443/things").build());

    assertThat(answer).isEqualTo("200 through");
    RecordedRequest connect = proxy.takeRequest();
    assertThat(connect.getRequestLine()).isEqualTo("CONNECT localhost:8443 HTTP/1.1");
    assertThat(connect.getHeader("x-api-key")).isNull();
    RecordedRequest tunnelled = proxy.takeRequest();
    assertThat(tunnelled.getPath()).isEqualTo("/things");
    assertThat(tunnelled.getHeader("x-api-key")).isEqualTo("t1");
  }

  @Test
  void aRefusalInATunnelIsAnsweredInTheSameTunnel() throws Exception {
    MockWebServer proxy = new MockWebServer();
    proxy.useHttps(TestEnvironment.TLS.sslSocketFactory(), true);
    proxy.enqueue(
        new MockResponse().setSocketPolicy(SocketPolicy.UPGRADE_TO_SSL_AT_END).clearHeaders());
    proxy.enqueue(new MockResponse().setResponseCode(401));
    proxy.enqueue(new MockResponse().setBody("through"));
    lab.start(proxy);
    OkHttpClient client =
        lab.clientOf(
            lab.bare().proxy(proxy.toProxyAddress()), "https://localhost:8443", lab.tokens);

    String answer =
        TestEnvironment.send(
            client, new Request.Builder().url("https://localhost:8443/things").build());

    assertThat(answer).isEqualTo("200 through");
    assertThat(proxy.takeRequest().getHeader("Authorization")).isNull();
    assertThat(proxy.takeRequest().getHeader("Authorization")).isEqualTo("t1");
    assertThat(proxy.takeRequest().getHeader("Authorization")).isEqualTo("t2");
    assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
  }

  @Test
  void aPlainCallThroughAProxyIsDecidedByItsUrlAndNotByTheProxys() throws Exception {
    MockWebServer proxy = lab.server(request -> new MockResponse().setBody("through"));
    OkHttpClient client = lab.client(lab.bare().proxy(proxy.toProxyAddress()), lab.keys);

    TestEnvironment.send(client, lab.get("/"));
    TestEnvironment.send(client, TestEnvironment.get(lab.foreign, "/"));

    assertThat(proxy.takeRequest().getHeader("x-api-key")).isEqualTo("t1");
    assertThat(proxy.takeRequest().getHeader("x-api-key")).isNull();
  }
}
