package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemes that read bodies, over every transport; what all adapters do is in the contract test. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class SignedBodyTest extends TestEnvironmentTest {
  private static final int LARGE = 11 * 1024 * 1024;
  private static final AuthScheme DIGEST =
      AuthScheme.computed(
          context -> Credential.of("x-digest", hex(context.bodyDigest("SHA-256"))).singleUse());
  private static final AuthScheme BODY =
      AuthScheme.computed(context -> Credential.of("x-digest", hex(sha256(context.body()))));

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private HttpClient client(AuthScheme scheme) {
    return KeyringHttpClient.wrap(rig.bare().build(), rig.keyring(scheme));
  }

  /** Not with a connection's first request, which in an upgrade to h2c has to be short. */
  private HttpResponse<String> post(AuthScheme scheme, BodyPublisher body, MockResponse... replies)
      throws Exception {
    HttpClient client = client(scheme);
    rig.vendor.reply(Peer.of(200, "first"));
    rig.send(client, rig.to("/first").build());
    if (replies.length > 0) {
      rig.vendor.reply(replies);
    }
    return rig.send(client, rig.to("/").POST(body).build());
  }

  private List<RecordedRequest> posts() {
    return rig.vendor.requests().stream()
        .filter(request -> request.getMethod().equals("POST"))
        .toList();
  }

  private List<String> bodies() {
    return posts().stream().map(request -> request.getBody().utf8()).toList();
  }

  private static void verify(RecordedRequest request) {
    byte[] body = request.getBody() == null ? new byte[0] : request.getBody().toByteArray();
    assertThat(request.getHeaders().get("x-digest")).isEqualTo(hex(sha256(body)));
  }

  private static BodyPublisher stream(String text) {
    InputStream once = new ByteArrayInputStream(text.getBytes(UTF_8));
    return BodyPublishers.ofInputStream(() -> once);
  }

  private static BodyPublisher large(AtomicInteger readings, boolean changes) {
    return KeyringHttpClient.replayable(
        BodyPublishers.ofInputStream(
            () -> {
              byte[] bytes = new byte[LARGE];
              bytes[LARGE / 2] = (byte) (changes ? readings.get() : 0);
              readings.incrementAndGet();
              return new ByteArrayInputStream(bytes);
            }));
  }

  @Test
  void everyBodyArrivesAsItWasSigned() throws Exception {
    for (AuthScheme scheme : List.of(BODY, DIGEST, context -> BODY.issue(context))) {
      for (BodyPublisher body :
          List.of(
              BodyPublishers.ofString("a text"),
              BodyPublishers.noBody(),
              BodyPublishers.ofByteArray(new byte[200_000]),
              BodyPublishers.ofByteArrays(List.of(new byte[1], new byte[70_000])),
              BodyPublishers.fromPublisher(BodyPublishers.ofString("told"), 4),
              stream("a stream"))) {
        int sent = posts().size();
        assertThat(post(scheme, body).statusCode()).isEqualTo(200);
        verify(posts().get(sent));
      }
    }
  }

  @Test
  void aStreamThatWasReadIsSentAgainAfterARefusal() throws Exception {
    AtomicInteger count = new AtomicInteger();

    HttpResponse<String> response =
        post(
            context -> BODY.issue(context).and("x-count", "" + count.incrementAndGet()),
            stream("a stream"),
            Peer.of(401, "no"),
            Peer.of(200, "yes"));

    assertThat(response.body()).isEqualTo("yes");
    assertThat(bodies()).containsExactly("a stream", "a stream");
    posts().forEach(SignedBodyTest::verify);
    assertThat(rig.vendor.sent("x-count")).endsWith("2", "3");
  }

  @Test
  void aLargeBodyIsReadTwiceAndSentOnce() throws Exception {
    AtomicInteger readings = new AtomicInteger();

    assertThat(post(DIGEST, large(readings, false)).statusCode()).isEqualTo(200);

    assertThat(readings).hasValue(2);
    verify(posts().get(0));
  }

  @Test
  void aLargeBodyThatChangesIsNeverReceivedWhole() {
    AtomicInteger readings = new AtomicInteger();

    assertThatThrownBy(() -> post(DIGEST, large(readings, true)))
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("must give the same bytes each time");

    assertThat(readings).hasValue(2);
    assertThat(posts()).isEmpty();
  }

  @Test
  void aBodyThatMayBlockIsNotReadOnTheCallersThread() throws Exception {
    List<Thread> readers = new CopyOnWriteArrayList<>();
    BodyPublisher stream =
        BodyPublishers.ofInputStream(
            () -> {
              readers.add(Thread.currentThread());
              return new ByteArrayInputStream("a stream".getBytes(UTF_8));
            });

    assertThat(post(BODY, stream).statusCode()).isEqualTo(200);

    assertThat(readers).hasSize(1).doesNotContain(Thread.currentThread());
    assertThat(readers.get(0).getName()).startsWith("latchkey");
  }

  @Test
  void aBodyInMemoryIsReadOnTheCallersThread() throws Exception {
    List<Thread> issuers = new CopyOnWriteArrayList<>();
    AuthScheme scheme =
        AuthScheme.computed(
            context -> {
              Credential credential = BODY.issue(context);
              issuers.add(Thread.currentThread());
              return credential;
            });

    assertThat(post(scheme, BodyPublishers.ofString("a text")).statusCode()).isEqualTo(200);

    assertThat(issuers).containsOnly(Thread.currentThread());
  }

  @Test
  void aBodyThatNeverComesEndsWithTheTimeoutAndIsLetGo() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    BodyPublisher silent =
        BodyPublishers.fromPublisher(
            subscriber ->
                subscriber.onSubscribe(
                    new Subscription() {
                      @Override
                      public void request(long items) {}

                      @Override
                      public void cancel() {
                        cancelled.countDown();
                      }
                    }));

    assertThatThrownBy(
            () ->
                rig.send(
                    client(BODY), rig.to("/").timeout(Duration.ofMillis(300)).POST(silent).build()))
        .isInstanceOf(HttpTimeoutException.class);

    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(posts()).isEmpty();
  }

  @Test
  void aCallThatIsCancelledLetsItsBodyGo() throws Exception {
    CountDownLatch subscribed = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    BodyPublisher silent =
        BodyPublishers.fromPublisher(
            subscriber -> {
              subscriber.onSubscribe(
                  new Subscription() {
                    @Override
                    public void request(long items) {}

                    @Override
                    public void cancel() {
                      cancelled.countDown();
                    }
                  });
              subscribed.countDown();
            });
    CompletableFuture<HttpResponse<String>> call =
        client(BODY).sendAsync(rig.to("/").POST(silent).build(), BodyHandlers.ofString());
    assertThat(subscribed.await(10, TimeUnit.SECONDS)).isTrue();

    call.cancel(true);

    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aBodyThatFailsFailsTheCallWithItsOwnError() {
    IOException own = new IOException("own");
    IllegalStateException unchecked = new IllegalStateException("unchecked");

    assertThatThrownBy(() -> post(BODY, failing(own)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(CredentialException.class)
        .hasMessage("own");
    assertThatThrownBy(() -> post(BODY, failing(unchecked)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(CredentialException.class)
        .hasRootCause(unchecked);
    assertThatThrownBy(
            () ->
                post(
                    BODY,
                    BodyPublishers.fromPublisher(
                        subscriber -> {
                          throw unchecked;
                        })))
        .isInstanceOf(IOException.class)
        .hasRootCause(unchecked);
    assertThat(posts()).isEmpty();
  }

  private static BodyPublisher failing(Throwable fault) {
    return BodyPublishers.fromPublisher(
        (Subscriber<? super ByteBuffer> subscriber) -> {
          subscriber.onSubscribe(
              new Subscription() {
                @Override
                public void request(long items) {
                  subscriber.onError(fault);
                }

                @Override
                public void cancel() {}
              });
        });
  }

  @Test
  void aBodyOfWhichOnlyReadingTellsMoreIsReadOnceIfItIsShortAndRefusedIfItIsLong()
      throws Exception {
    AtomicInteger readings = new AtomicInteger();
    BodyPublisher told =
        BodyPublishers.fromPublisher(
            subscriber -> {
              readings.incrementAndGet();
              BodyPublishers.ofString("told").subscribe(subscriber);
            },
            4);
    AtomicInteger count = new AtomicInteger();

    post(
        context -> BODY.issue(context).and("x-count", "" + count.incrementAndGet()),
        told,
        Peer.of(401, "no"),
        Peer.of(200, "yes"));
    assertThat(bodies()).containsExactly("told", "told");
    assertThat(readings).hasValue(1);

    BodyPublisher tooLong =
        BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[LARGE]), LARGE);
    assertThatThrownBy(() -> post(DIGEST, tooLong)).hasMessageContaining("can be read once only");
  }

  @Test
  void aLargeUploadThatIsRefusedEarlyLeavesNoThread() throws Exception {
    AtomicInteger readings = new AtomicInteger();

    assertThat(post(DIGEST, large(readings, false), Peer.of(413, "too much")).statusCode())
        .isEqualTo(413);

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("latchkey-http")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }
}
