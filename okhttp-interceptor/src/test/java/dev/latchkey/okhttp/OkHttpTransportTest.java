package dev.latchkey.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.latchkey.Keyring;
import dev.latchkey.TransportRequest;
import dev.latchkey.TransportResponse;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an {@link OkHttpTransport} sends, what it returns, and what ends it. */
class OkHttpTransportTest {
  private static final Duration LONG = Duration.ofSeconds(TestEnvironment.MOST_SECONDS);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String FORM = "grant_type=client_credentials";

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  @Test
  void theRequestIsSentAsItIsAndTheResponseReturned() throws Exception {
    lab.vendor.reply(Reply.of(400, "{\"error\":\"invalid_client\"}").with("X-Trace", "42"));

    TransportResponse response = transport().send(post(lab.vendor.uri("/token?a=1%20b"), LONG));

    assertThat(response.head().status()).isEqualTo(400);
    assertThat(response.head().header("x-trace")).contains("42");
    assertThat(response.body()).asString(UTF_8).isEqualTo("{\"error\":\"invalid_client\"}");
    SentRequest sent = lab.vendor.request(0);
    assertThat(sent.method() + " " + sent.target()).isEqualTo("POST /token?a=1%20b");
    assertThat(sent.body()).isEqualTo(FORM);
    assertThat(sent.header("Content-Length")).isEqualTo(String.valueOf(FORM.length()));
    assertThat(sent.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(sent.header("Authorization")).isEqualTo("Basic c2VjcmV0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE"})
  void aRequestMayBeWithoutABody(String method) throws Exception {
    TransportRequest request =
        TransportRequest.of(method, lab.vendor.uri("/"), Map.of(), new byte[0], LONG);

    assertThat(transport().send(request).head().status()).isEqualTo(200);

    SentRequest sent = lab.vendor.request(0);
    assertThat(sent.method()).isEqualTo(method);
    assertThat(sent.body()).isEmpty();
    assertThat(sent.has("Content-Length")).isEqualTo(!method.matches("GET|HEAD"));
  }

  @Test
  void whatOkHttpDoesNotTakeIsSaidWithoutBeingShown() {
    for (TransportRequest wrong :
        List.of(
            request("GET", Map.of(), FORM),
            request("POST", Map.of("x-secret", "secret\n"), FORM),
            request("POST", Map.of("secret name", "1"), FORM))) {
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(() -> transport().send(wrong))
          .withMessage("OkHttp does not take the request: " + wrong)
          .withMessageNotContaining("secret")
          .withNoCause();
    }
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) throws Exception {
    lab.vendor.reply(Reply.redirect(status, lab.foreign.origin() + "/token"));

    TransportResponse response = transport().send(post(LONG));

    assertThat(response.head().status()).isEqualTo(status);
    assertThat(lab.vendor.requests()).hasSize(1);
    assertThat(lab.foreign.requests()).isEmpty();
  }

  @Test
  void theTimeoutEndsABodyThatHangs() throws Exception {
    MockWebServer server =
        lab.scripted(
            new MockResponse()
                .setBody("{")
                .setSocketPolicy(SocketPolicy.KEEP_OPEN)
                .setHeader("Content-Length", "100"));

    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> transport().send(post(uri(server), SHORT)))
        .withMessage("timeout");
  }

  @Test
  void theTimeoutEndsALookupThatHangs() {
    CountDownLatch asked = new CountDownLatch(1);
    OkHttpClient client =
        lab.closing(
            lab.bare()
                .dns(
                    host -> {
                      awaitUninterrupted(asked);
                      return List.of();
                    })
                .build());

    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(
            () -> OkHttpTransport.of(client).send(post(URI.create("http://token.test/"), SHORT)))
        .withMessage("timeout");
    asked.countDown();
  }

  @Test
  void theTimeoutOfTheRequestCountsAndNotThoseOfTheClient() throws Exception {
    MockWebServer server =
        lab.scripted(new MockResponse().setHeadersDelay(1, TimeUnit.SECONDS).setBody("late"));
    OkHttpClient hasty =
        lab.closing(lab.bare().callTimeout(SHORT).readTimeout(SHORT).writeTimeout(SHORT).build());

    TransportResponse response = OkHttpTransport.of(hasty).send(post(uri(server), LONG));

    assertThat(response.body()).asString(UTF_8).isEqualTo("late");
  }

  @Test
  void aTimeoutMayBeLongerThanNanosecondsCount() throws Exception {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);

    assertThat(transport().send(post(lab.vendor.uri("/"), longest)).head().status()).isEqualTo(200);
  }

  @Test
  void aBodyWithoutEndIsRefused() throws Exception {
    String more = "a".repeat(2 * TransportResponse.MAXIMUM_BODY_SIZE);
    MockWebServer server =
        lab.scripted(
            new MockResponse().setBody(more),
            // Its rest never comes.
            new MockResponse().setBody(more).setHeader("Content-Length", Long.MAX_VALUE));

    for (int i = 0; i < 2; i++) {
      assertThatIOException()
          .isThrownBy(() -> transport().send(post(uri(server), LONG)))
          .withMessage("The response is longer than 1048576 bytes");
    }
  }

  @Test
  void anInterruptEndsItAndStaysKnown() throws Exception {
    MockWebServer server =
        lab.scripted(new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                transport().send(post(uri(server), LONG));
                interrupted.completeExceptionally(new AssertionError("a response"));
              } catch (InterruptedIOException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              } catch (IOException e) {
                interrupted.completeExceptionally(e);
              }
            });
    thread.start();
    assertThat(server.takeRequest(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isNotNull();

    thread.interrupt();

    assertThat(interrupted.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCallThatIsCancelledEnds() throws Exception {
    MockWebServer server =
        lab.scripted(new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    CompletableFuture<Call> call = new CompletableFuture<>();
    OkHttpClient client =
        lab.closing(
            lab.bare()
                .addInterceptor(
                    chain -> {
                      call.complete(chain.call());
                      return chain.proceed(chain.request());
                    })
                .build());
    CompletableFuture<TransportResponse> response =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return OkHttpTransport.of(client).send(post(uri(server), LONG));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });

    call.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS).cancel();

    assertThat(response).failsWithin(LONG);
  }

  @Test
  void anInterceptorThatThrowsFailsTheRequestAndPrintsNothing() {
    OkHttpClient client =
        lab.closing(
            lab.bare()
                .addInterceptor(
                    chain -> {
                      throw new IllegalStateException("secret");
                    })
                .build());

    assertThatIOException().isThrownBy(() -> OkHttpTransport.of(client).send(post(LONG)));
  }

  @Test
  void noKeyringOfTheClientAddsAnything() throws Exception {
    Keyring keyring = lab.keyring(lab.tokens);
    for (OkHttpClient.Builder builder :
        List.of(
            KeyringInterceptor.install(lab.bare(), keyring),
            lab.bare().addNetworkInterceptor(KeyringInterceptor.networkInterceptor(keyring)),
            lab.bare().addInterceptor(KeyringInterceptor.applicationInterceptor(keyring)))) {
      OkHttpClient client = lab.closing(builder.build());

      OkHttpTransport.of(client).send(request("POST", Map.of(), FORM));
      assertThat(TestEnvironment.send(client, lab.get("/"))).as("the client").isEqualTo("200 ok");
    }

    assertThat(lab.vendor.sent("Authorization")).containsExactly("", "t1", "", "t1", "", "t1");
  }

  private OkHttpTransport transport() {
    return OkHttpTransport.of(lab.closing(lab.bare().build()));
  }

  private TransportRequest post(Duration timeout) {
    return post(lab.vendor.uri("/token"), timeout);
  }

  private static TransportRequest post(URI uri, Duration timeout) {
    Map<String, String> headers =
        Map.of(
            "Content-Type", "application/x-www-form-urlencoded", "Authorization", "Basic c2VjcmV0");
    return TransportRequest.of("POST", uri, headers, FORM.getBytes(UTF_8), timeout);
  }

  private TransportRequest request(String method, Map<String, String> headers, String body) {
    return TransportRequest.of(
        method, lab.vendor.uri("/token?secret"), headers, body.getBytes(UTF_8), LONG);
  }

  private static URI uri(MockWebServer server) {
    return URI.create(TestEnvironment.origin(server, "http") + "/token");
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
