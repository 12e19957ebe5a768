package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.testing.LoopbackCertificates;
import java.io.IOException;
import java.security.KeyStore;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

/** The clients that Spring Boot configures, and a real server. */
@ExtendWith(OutputCaptureExtension.class)
class HttpClientsTest {
  private final MockWebServer server = new MockWebServer();

  interface Orders {
    @GetExchange("/orders")
    String all();
  }

  @Configuration(proxyBeanMethods = false)
  @ImportHttpServices(group = "orders", types = Orders.class)
  static class Services {}

  @Configuration(proxyBeanMethods = false)
  static class OwnClient {
    @Bean
    ClientHttpRequestFactoryBuilder<?> own() {
      return ClientHttpRequestFactoryBuilder.simple();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Fetched {
    @Bean
    @LatchkeyOrigin("${acme.url}")
    AuthScheme acme(RestClient.Builder builder, @Value("${token.url}") String url) {
      RestClient client = builder.build();
      return context ->
          Credential.of("x-token", client.get().uri(url).retrieve().body(String.class));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Departure implements DisposableBean {
    private final RestClient client;
    private final String url;

    Departure(RestClient.Builder builder, @Value("${departure.url}") String url) {
      this.client = builder.build();
      this.url = url;
    }

    @Override
    public void destroy() {
      var unused = client.get().uri(url).retrieve().body(String.class);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
    server.enqueue(new MockResponse.Builder().body("ok").build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void restClientAuthenticates() {
    runner()
        .run(
            context -> {
              assertThat(get(context.getBean(RestClient.Builder.class))).isEqualTo("ok");
              assertThat(received().getHeaders().get("x-key")).isEqualTo("k");
            });
  }

  @Test
  void beanMayMakeARequestWhileTheContextCloses() throws InterruptedException {
    server.enqueue(new MockResponse.Builder().body("bye").build());
    runner()
        .withUserConfiguration(Departure.class)
        .withPropertyValues("departure.url=" + url())
        .run(context -> assertThat(get(context.getBean(RestClient.Builder.class))).isEqualTo("ok"));

    assertThat(server.getRequestCount()).isEqualTo(2);
    assertThat(received().getHeaders().get("x-key")).isEqualTo("k");
    assertThat(received().getHeaders().get("x-key")).isEqualTo("k");
  }

  @Test
  void restTemplateAuthenticates() {
    runner()
        .run(
            context -> {
              RestTemplateBuilder template = context.getBean(RestTemplateBuilder.class);
              assertThat(template.build().getForObject(url(), String.class)).isEqualTo("ok");
              assertThat(received().getHeaders().get("x-key")).isEqualTo("k");
            });
  }

  @Test
  void httpInterfaceAuthenticates() {
    runner()
        .withUserConfiguration(Services.class)
        .withPropertyValues("spring.http.serviceclient.orders.base-url=" + server.url("/"))
        .run(
            context -> {
              assertThat(context.getBean(Orders.class).all()).isEqualTo("ok");
              assertThat(received().getHeaders().get("x-key")).isEqualTo("k");
            });
  }

  @Test
  void schemeMayFetchItsTokenByTheSameClient() throws IOException {
    try (MockWebServer acme = new MockWebServer()) {
      acme.start();
      acme.enqueue(new MockResponse.Builder().body("orders").build());
      runner()
          .withUserConfiguration(Fetched.class)
          .withPropertyValues(
              "acme.url=" + acme.url("/"), "token.url=" + url(), "latchkey.issue-timeout=60s")
          .run(
              context -> {
                RestClient client = context.getBean(RestClient.Builder.class).build();
                String url = acme.url("/orders").toString();
                assertThat(client.get().uri(url).retrieve().body(String.class)).isEqualTo("orders");
                assertThat(acme.takeRequest().getHeaders().get("x-token")).isEqualTo("ok");
              });
    }
  }

  @Test
  void canBeSwitchedOff() {
    for (String off :
        new String[] {
          "latchkey.http-clients.enabled=false", "spring.http.clients.imperative.factory=simple"
        }) {
      runner()
          .withPropertyValues(off)
          .run(context -> assertThat(context).doesNotHaveBean(KeyringRequestFactoryBuilder.class));
    }
  }

  @Test
  void leavesTheApplicationsOwnClient() {
    runner()
        .withUserConfiguration(OwnClient.class)
        .run(
            context -> {
              assertThat(get(context.getBean(RestClient.Builder.class))).isEqualTo("ok");
              assertThat(received().getHeaders().get("x-key")).isNull();
            });
  }

  @Test
  void saysThatAnotherClientSendsNoCredentials(CapturedOutput output) {
    runner()
        .withUserConfiguration(OwnClient.class)
        .run(
            context ->
                assertThat(output)
                    .containsOnlyOnce("send no credentials of the keyring")
                    .contains("is the bean own; remove it, or set latchkey.http-clients.enabled"));

    int before = output.length();
    runner()
        .withPropertyValues("spring.http.clients.imperative.factory=simple")
        .run(
            context ->
                assertThat(output.toString().substring(before))
                    .containsOnlyOnce("send no credentials of the keyring")
                    .contains("spring.http.clients.imperative.factory is simple; set it to jdk"));
  }

  @Test
  void saysNothingWhereAllIsAsItIsSet(CapturedOutput output) {
    runner().run(context -> assertThat(context).hasNotFailed());
    runner()
        .withUserConfiguration(OwnClient.class)
        .withPropertyValues("latchkey.http-clients.enabled=false")
        .run(context -> assertThat(context).hasNotFailed());
    withoutOrigins()
        .withUserConfiguration(OwnClient.class)
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output).doesNotContain("WARN");
  }

  @Test
  void followsRedirectsAsThePropertySays() {
    assertThat(bodyAfterRedirect("dont-follow")).isEqualTo("moved");
    assertThat(bodyAfterRedirect("follow")).isEqualTo("ok");
  }

  private String bodyAfterRedirect(String setting) {
    StringBuilder body = new StringBuilder();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return request.getTarget().equals("/orders")
                ? new MockResponse.Builder()
                    .code(302)
                    .setHeader("Location", "/end")
                    .body("moved")
                    .build()
                : new MockResponse.Builder().body("ok").build();
          }
        });
    runner()
        .withPropertyValues("spring.http.clients.redirects=" + setting)
        .run(context -> body.append(get(context.getBean(RestClient.Builder.class))));
    return body.toString();
  }

  @Test
  void takesTheSslBundle() throws Exception {
    HandshakeCertificates certificates = LoopbackCertificates.of();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificates.trustManager().getAcceptedIssuers()[0]);
    SslBundle bundle = SslBundle.of(SslStoreBundle.of(null, null, trusted));
    try (MockWebServer secure = new MockWebServer()) {
      secure.useHttps(certificates.sslSocketFactory());
      secure.start();
      secure.enqueue(new MockResponse.Builder().body("secure").build());
      runner()
          .run(
              context -> {
                ClientHttpRequestFactory factory =
                    context
                        .getBean(ClientHttpRequestFactoryBuilder.class)
                        .build(HttpClientSettings.ofSslBundle(bundle));
                String url = secure.url("/").toString();
                RestClient client = RestClient.builder().requestFactory(factory).build();
                assertThat(client.get().uri(url).retrieve().body(String.class)).isEqualTo("secure");
              });
    }
  }

  @Test
  void takesTheReadTimeout() {
    // Which has no response.
    server.setDispatcher(new QueueDispatcher());
    runner()
        .withPropertyValues("spring.http.clients.read-timeout=50ms")
        .run(
            context -> {
              RestClient.Builder client = context.getBean(RestClient.Builder.class);
              assertThatThrownBy(() -> get(client)).isInstanceOf(ResourceAccessException.class);
            });
  }

  private ApplicationContextRunner runner() {
    return withoutOrigins()
        .withPropertyValues(
            "latchkey.origins[0].url=" + url().replaceFirst("/orders$", ""),
            "latchkey.origins[0].header.name=x-key",
            "latchkey.origins[0].header.value=k");
  }

  static ApplicationContextRunner withoutOrigins() {
    return Contexts.runner()
        .withConfiguration(
            AutoConfigurations.of(
                LatchkeyHttpClientAutoConfiguration.class,
                HttpClientAutoConfiguration.class,
                ImperativeHttpClientAutoConfiguration.class,
                HttpServiceClientPropertiesAutoConfiguration.class,
                RestClientAutoConfiguration.class,
                RestTemplateAutoConfiguration.class,
                HttpServiceClientAutoConfiguration.class));
  }

  private String url() {
    return server.url("/orders").toString();
  }

  private String get(RestClient.Builder client) {
    return client.build().get().uri(url()).retrieve().body(String.class);
  }

  private RecordedRequest received() throws InterruptedException {
    return server.takeRequest();
  }
}
