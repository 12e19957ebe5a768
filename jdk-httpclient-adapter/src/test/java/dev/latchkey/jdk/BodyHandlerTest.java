package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.Credential;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers of every kind get the response that is delivered, whole. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class BodyHandlerTest extends TestEnvironmentTest {
  private static final String BODY = "one\ntwo\n".repeat(5_000);

  private <T> HttpResponse<T> refreshed(BodyHandler<T> handler) throws Exception {
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, BODY));
    HttpResponse<T> response = setup.way().send(rig.client, rig.to("/").build(), handler);
    assertThat(response.statusCode()).isEqualTo(200);
    return response;
  }

  @Test
  void streams() throws Exception {
    try (InputStream body = refreshed(BodyHandlers.ofInputStream()).body()) {
      assertThat(new String(body.readAllBytes(), UTF_8)).isEqualTo(BODY);
    }
  }

  @Test
  void lines() throws Exception {
    try (Stream<String> lines = refreshed(BodyHandlers.ofLines()).body()) {
      assertThat(lines).hasSize(10_000);
    }
  }

  @Test
  void publishers() throws Exception {
    Publisher<List<ByteBuffer>> body = refreshed(BodyHandlers.ofPublisher()).body();
    var text = BodySubscribers.ofString(UTF_8);
    body.subscribe(text);
    assertThat(SendMode.await(text.getBody().toCompletableFuture())).isEqualTo(BODY);
  }

  @Test
  void files(@TempDir Path folder) throws Exception {
    Path file = refreshed(BodyHandlers.ofFile(folder.resolve("body"))).body();
    assertThat(Files.readString(file)).isEqualTo(BODY);
  }

  @Test
  void bytesAndNothing() throws Exception {
    assertThat(refreshed(BodyHandlers.ofByteArray()).body()).hasSize(BODY.length());
    rig.vendor.reply(Peer.of(401, ""));
    assertThat(refreshed(BodyHandlers.discarding()).body()).isNull();
    assertThat(refreshed(BodyHandlers.replacing("mine")).body()).isEqualTo("mine");
  }

  @Test
  void responsesWithoutABody() throws Exception {
    rig.vendor.reply(Peer.of(401, ""), Peer.of(204, ""));
    assertThat(rig.send(rig.to("/")).statusCode()).isEqualTo(204);
    rig.vendor.reply(Peer.of(401, ""), Peer.of(200, ""));
    HttpResponse<String> response = rig.send(rig.to("/").method("HEAD", BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void aRefusalThatWaitedForTheSchemeIsWholeToo() throws Exception {
    HttpClient client = sameTokenAlways();
    for (String body : List.of("", "no", BODY)) {
      rig.vendor.reply(Peer.of(401, body));

      HttpResponse<String> response = rig.send(client, rig.to("/").build());

      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.body()).isEqualTo(body);
    }
  }

  /** What a handler, or the subscriber that it gives, may throw. */
  enum Thrown {
    RUNTIME_EXCEPTION,
    ILLEGAL_ARGUMENT,
    SECURITY_EXCEPTION,
    CHECKED_EXCEPTION,
    IO_EXCEPTION,
    ASSERTION_ERROR;

    BodySubscriber<String> raise() {
      return Thrown.<RuntimeException>raise(
          switch (this) {
            case RUNTIME_EXCEPTION -> new IllegalStateException("mine");
            case ILLEGAL_ARGUMENT -> new IllegalArgumentException("mine");
            case SECURITY_EXCEPTION -> new SecurityException("mine");
            case CHECKED_EXCEPTION -> new Exception("mine");
            case IO_EXCEPTION -> new IOException("mine");
            case ASSERTION_ERROR -> new AssertionError("mine");
          });
    }

    @SuppressWarnings("unchecked") // the way in which Kotlin and Lombok throw
    private static <E extends Throwable> BodySubscriber<String> raise(Throwable what) throws E {
      throw (E) what;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAHandlerThrowsIsToldAsByTheBareClientAlsoAfterAWait(Thrown what) throws Exception {
    assertToldAsByTheBareClient(info -> what.raise());
  }

  @ParameterizedTest
  @EnumSource
  void soIsWhatItsSubscriberThrowsWhenItStarts(Thrown what) throws Exception {
    assertToldAsByTheBareClient(
        info ->
            BodySubscribers.fromSubscriber(
                new Flow.Subscriber<List<ByteBuffer>>() {
                  @Override
                  public void onSubscribe(Flow.Subscription subscription) {
                    var unused = what.raise();
                  }

                  @Override
                  public void onNext(List<ByteBuffer> item) {}

                  @Override
                  public void onError(Throwable throwable) {}

                  @Override
                  public void onComplete() {}
                },
                subscriber -> "mine"));
  }

  private void assertToldAsByTheBareClient(BodyHandler<String> throwing) throws Exception {
    HttpClient client = sameTokenAlways();
    HttpClient bare = rig.bare().build();
    for (String body : List.of("", BODY)) {
      rig.vendor.reply(Peer.of(401, body));

      String expected = Outcome.chain(catchThrowable(() -> send(bare, throwing)));
      String actual = Outcome.chain(catchThrowable(() -> send(client, throwing)));

      assertThat(actual).isEqualTo(expected);
    }
  }

  private HttpResponse<String> send(HttpClient client, BodyHandler<String> handler)
      throws Exception {
    return setup.way() == SendMode.SEND
        ? client.send(rig.to("/").build(), handler)
        : client.sendAsync(rig.to("/").build(), handler).get(10, TimeUnit.SECONDS);
  }

  /** A client whose scheme takes a while and then gives what was refused. */
  private HttpClient sameTokenAlways() {
    return KeyringHttpClient.wrap(
        rig.bare().build(),
        rig.keyring(
            context -> {
              rig.tokens.issue(context);
              return Credential.of("x-token", "same")
                  .reusableUntil(context.now().plus(Duration.ofHours(1)));
            }));
  }
}
