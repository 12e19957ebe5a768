package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Keyring;
import dev.latchkey.okhttp.KeyringInterceptor;
import dev.latchkey.testing.LoopbackCertificates;
import feign.Feign;
import feign.RequestLine;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.TlsVersion;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.GET;

/** The OkHttpClient that an application gets, and a real server. */
@ExtendWith(OutputCaptureExtension.class)
class OkHttpTest {
  private final MockWebServer server = new MockWebServer();

  interface RetrofitOrders {
    @GET("/orders")
    Call<Void> all();
  }

  interface FeignOrders {
    @RequestLine("GET /orders")
    String all();
  }

  @Configuration(proxyBeanMethods = false)
  static class Tracing {
    final List<String> seen = new CopyOnWriteArrayList<>();

    @Bean
    OkHttpClientBuilderCustomizer tracing() {
      return builder ->
          builder.addNetworkInterceptor(
              chain -> {
                seen.add(String.valueOf(chain.request().header("x-key")));
                return chain.proceed(chain.request().newBuilder().header("x-trace", "t").build());
              });
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnClient {
    @Bean
    OkHttpClient own() {
      return new OkHttpClient();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnClientWithKeyring {
    @Bean
    OkHttpClient own(Keyring keyring) {
      return KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
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
  void injectedClientAuthenticates() {
    runner()
        .run(
            context -> {
              assertThat(get(context)).isEqualTo("ok");
              assertThat(server.takeRequest().getHeaders().get("x-key")).isEqualTo("k");
            });
  }

  @Test
  void endsItsThreadsAndConnectionsWithTheContext() {
    AtomicReference<OkHttpClient> client = new AtomicReference<>();
    runner()
        .run(
            context -> {
              assertThat(get(context)).isEqualTo("ok");
              client.set(context.getBean(OkHttpClient.class));
              assertThat(client.get().connectionPool().connectionCount()).isEqualTo(1);
            });

    assertThat(client.get().connectionPool().connectionCount()).isZero();
    assertThat(client.get().dispatcher().executorService().isShutdown()).isTrue();
  }

  @Test
  void retrofitAndFeignAuthenticateByIt() {
    server.enqueue(new MockResponse.Builder().body("ok").build());
    runner()
        .run(
            context -> {
              OkHttpClient client = context.getBean(OkHttpClient.class);
              RetrofitOrders retrofit =
                  new Retrofit.Builder()
                      .baseUrl(server.url("/"))
                      .client(client)
                      .build()
                      .create(RetrofitOrders.class);
              assertThat(retrofit.all().execute().isSuccessful()).isTrue();
              assertThat(server.takeRequest().getHeaders().get("x-key")).isEqualTo("k");

              FeignOrders feign =
                  Feign.builder()
                      .client(new feign.okhttp.OkHttpClient(client))
                      .target(FeignOrders.class, server.url("").toString());
              assertThat(feign.all()).isEqualTo("ok");
              assertThat(server.takeRequest().getHeaders().get("x-key")).isEqualTo("k");
            });
  }

  @Test
  void keyringComesAfterWhatCustomizersAdd() {
    runner()
        .withUserConfiguration(Tracing.class)
        .run(
            context -> {
              assertThat(get(context)).isEqualTo("ok");
              assertThat(context.getBean(Tracing.class).seen).containsExactly("null");
              var headers = server.takeRequest().getHeaders();
              assertThat(headers.get("x-trace")).isEqualTo("t");
              assertThat(headers.get("x-key")).isEqualTo("k");
            });
  }

  @Test
  void takesTimeoutsAndRedirectsOfTheProperties() {
    server.setDispatcher(new QueueDispatcher());
    server.enqueue(
        new MockResponse.Builder().code(302).setHeader("Location", "/end").body("moved").build());
    runner()
        .withPropertyValues(
            "spring.http.clients.redirects=dont-follow",
            "spring.http.clients.connect-timeout=7s",
            "spring.http.clients.read-timeout=9s")
        .run(
            context -> {
              assertThat(get(context)).isEqualTo("moved");
              OkHttpClient client = context.getBean(OkHttpClient.class);
              assertThat(client.connectTimeoutMillis()).isEqualTo(7_000);
              assertThat(client.readTimeoutMillis()).isEqualTo(9_000);
            });
    runner()
        .withPropertyValues("spring.http.clients.read-timeout=50ms")
        .run(
            context ->
                assertThatThrownBy(() -> get(context)).isInstanceOf(InterruptedIOException.class));
  }

  @Test
  void takesTheSslBundleWithItsOptions() throws Exception {
    HandshakeCertificates certificates = LoopbackCertificates.of();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificates.trustManager().getAcceptedIssuers()[0]);
    SslStoreBundle stores = SslStoreBundle.of(null, null, trusted);
    server.useHttps(certificates.sslSocketFactory());
    server.enqueue(new MockResponse.Builder().body("ok").build());

    String cipher = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    SslOptions options = SslOptions.of(new String[] {cipher}, new String[] {"TLSv1.2"});
    assertThat(tlsVersion(SslBundle.of(stores))).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(tlsVersion(SslBundle.of(stores, SslBundleKey.NONE, options)))
        .isEqualTo(TlsVersion.TLS_1_2);
  }

  private TlsVersion tlsVersion(SslBundle bundle) throws InterruptedException {
    runner()
        .withBean(HttpClientSettings.class, () -> HttpClientSettings.ofSslBundle(bundle))
        .run(context -> assertThat(get(context)).isEqualTo("ok"));
    return server.takeRequest().getHandshake().tlsVersion();
  }

  @Test
  void backsOffWithoutOkHttpOrTheInterceptorOrAKeyring() {
    for (String missing : new String[] {"okhttp3", "dev.latchkey.okhttp"}) {
      runner()
          .withClassLoader(new FilteredClassLoader(missing))
          .run(
              context -> assertThat(context).hasNotFailed().doesNotHaveBean("keyringOkHttpClient"));
    }
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(LatchkeyOkHttpAutoConfiguration.class))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OkHttpClient.class));
    runner()
        .withPropertyValues("latchkey.http-clients.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(OkHttpClient.class));
  }

  @Test
  void leavesTheApplicationsOwnAndSaysThatItSendsNoCredentials(CapturedOutput output) {
    runner()
        .withUserConfiguration(OwnClientWithKeyring.class)
        .run(context -> assertThat(context).hasSingleBean(OkHttpClient.class));
    assertThat(output).doesNotContain("WARN");

    runner()
        .withUserConfiguration(OwnClient.class)
        .run(
            context -> {
              assertThat(get(context)).isEqualTo("ok");
              assertThat(server.takeRequest().getHeaders().get("x-key")).isNull();
            });
    assertThat(output)
        .containsOnlyOnce("WARN")
        .contains("The OkHttpClient own sends no credentials of the keyring; call");
  }

  private ApplicationContextRunner runner() {
    return Contexts.runner()
        .withConfiguration(
            AutoConfigurations.of(
                LatchkeyOkHttpAutoConfiguration.class, HttpClientAutoConfiguration.class))
        .withPropertyValues(
            "latchkey.origins[0].url=" + server.url("/"),
            "latchkey.origins[0].header.name=x-key",
            "latchkey.origins[0].header.value=k");
  }

  private String get(ApplicationContext context) throws IOException {
    Request request = new Request.Builder().url(server.url("/orders")).build();
    try (Response response = context.getBean(OkHttpClient.class).newCall(request).execute()) {
      return response.body().string();
    }
  }
}
