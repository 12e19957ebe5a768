package dev.latchkey.examples.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular to Apache HttpClient; the rules of a call are in the contract test. */
class KeyringExecTest {
  private static final DefaultHttpRequestRetryStrategy RETRY_AT_ONCE =
      new DefaultHttpRequestRetryStrategy(1, TimeValue.ZERO_MILLISECONDS);

  private final TestServer server = TestServer.http();
  private final AtomicInteger issued = new AtomicInteger();
  private final AuthScheme numbered =
      context -> Credential.of("x-token", "s3cret-" + issued.incrementAndGet()).singleUse();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aRequestThatTheClientSendsAgainGetsACredentialOfItsOwn() throws Exception {
    server.reply(Reply.of(503, "busy"), Reply.of(200, "ok"));

    try (CloseableHttpClient client = client(HttpClientBuilder.create(), server.origin())) {
      assertThat(send(client, new HttpGet(server.uri("/")))).isEqualTo(200);
    }

    assertThat(server.sent("x-token")).containsExactly("s3cret-1", "s3cret-2");
  }

  @Test
  void aRequestWithoutAnAuthorityGoesToTheTargetThatIsGiven() throws Exception {
    ClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/path");

    try (CloseableHttpClient client = client(HttpClientBuilder.create(), server.origin())) {
      client.execute(HttpHost.create(server.origin()), request, response -> 0);
    }

    assertThat(server.sent("x-token")).containsExactly("s3cret-1");
  }

  @Test
  void aProxyThatAsksForAPasswordGetsTheRequestAgainAsItWas() throws Exception {
    String origin = "http://localhost:1";
    server.reply(
        Reply.of(407, "who?").with("Proxy-Authenticate", "Basic realm=proxy"), Reply.of(200, "ok"));
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    HttpHost proxy = HttpHost.create(server.origin());
    credentials.setCredentials(
        new AuthScope(proxy), new UsernamePasswordCredentials("user", "password".toCharArray()));

    try (CloseableHttpClient client =
        client(
            HttpClientBuilder.create().setProxy(proxy).setDefaultCredentialsProvider(credentials),
            origin)) {
      assertThat(send(client, new HttpGet(origin + "/path"))).isEqualTo(200);
    }

    assertThat(server.sent("x-token")).containsExactly("s3cret-1", "s3cret-1");
    assertThat(server.request(1).has("Proxy-Authorization")).isTrue();
  }

  @Test
  void theContextOfACallThatFailsShowsNoCredential() throws Exception {
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .addRequestInterceptorLast(
                (request, entity, context) -> {
                  throw new IOException("broken");
                });
    HttpClientContext context = HttpClientContext.create();

    try (CloseableHttpClient client = client(builder, server.origin())) {
      HttpGet request = new HttpGet(server.uri("/"));
      assertThatThrownBy(() -> client.execute(request, context, response -> 0))
          .hasMessage("broken");
    }

    assertThat(issued.get()).isPositive();
    assertThat(context.getRequest().getHeaders("x-token")).isEmpty();
  }

  @Test
  void aCallThatIsCancelledDoesNotWaitForItsCredential() throws Exception {
    CountDownLatch issuing = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AuthScheme hanging =
        context -> {
          issuing.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
          }
          return Credential.of("x-token", "late");
        };

    try (Keyring keyring = Keyring.builder().add(server.origin(), hanging).build();
        CloseableHttpClient client =
            KeyringExec.install(HttpClientBuilder.create(), keyring).build()) {
      HttpGet request = new HttpGet(server.uri("/"));
      CompletableFuture<Integer> call =
          CompletableFuture.supplyAsync(() -> sendUnchecked(client, request));
      issuing.await();
      request.cancel();

      assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
          .hasRootCauseMessage("Request aborted");
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void noLocationOfSeveralShowsAQueryCredential() throws Exception {
    String there = server.uri("/there?key=s3cret").toString();
    server.reply(
        Reply.of(302, "").with("Location", there).with("location", there + "&x"),
        Reply.of(200, "ok"));
    Keyring keyring =
        Keyring.builder().add(server.origin(), AuthScheme.query("key", "s3cret")).build();
    HttpClientBuilder builder = HttpClientBuilder.create().disableRedirectHandling();

    try (CloseableHttpClient client = KeyringExec.install(builder, keyring).build()) {
      String shown =
          client.execute(
              new HttpGet(server.uri("/")), response -> Arrays.toString(response.getHeaders()));

      assertThat(shown).contains("/there?x").doesNotContain("s3cret");
    }
  }

  private CloseableHttpClient client(HttpClientBuilder builder, String origin) {
    Keyring keyring = Keyring.builder().add(origin, numbered).build();
    return KeyringExec.install(builder.setRetryStrategy(RETRY_AT_ONCE), keyring).build();
  }

  private static int send(CloseableHttpClient client, ClassicHttpRequest request)
      throws IOException {
    return client.execute(request, response -> response.getCode());
  }

  private static int sendUnchecked(CloseableHttpClient client, ClassicHttpRequest request) {
    try {
      return send(client, request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
