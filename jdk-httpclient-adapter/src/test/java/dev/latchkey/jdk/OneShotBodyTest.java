package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of known length that can be read once, and bodies that are marked. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class OneShotBodyTest extends TestEnvironmentTest {
  private static final String BODY = "a body";
  private static final String HALF = "0123456789".repeat(600);

  private final AtomicInteger readings = new AtomicInteger();

  /** What a body does when it is read a second time. */
  enum SecondTime {
    FAILS(subscriber -> subscriber.onError(new IllegalStateException("has been read"))),
    ENDS(Subscriber::onComplete),
    IS_SILENT(subscriber -> {}),
    THROWS(
        subscriber -> {
          throw new IllegalStateException("has been read");
        }),
    NEVER_SUBSCRIBES(null);

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Consumer<Subscriber<?>> then;

    SecondTime(Consumer<Subscriber<?>> then) {
      this.then = then;
    }
  }

  private BodyPublisher once(SecondTime what) {
    BodyPublisher first = BodyPublishers.ofString(BODY);
    return BodyPublishers.fromPublisher(
        subscriber -> {
          if (readings.getAndIncrement() == 0) {
            first.subscribe(subscriber);
          } else if (what != SecondTime.NEVER_SUBSCRIBES) {
            subscriber.onSubscribe(NOTHING);
            what.then.accept(subscriber);
          }
        },
        BODY.length());
  }

  private static final Subscription NOTHING =
      new Subscription() {
        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
      };

  private static BodyPublisher ofHalf() {
    return BodyPublishers.ofString(HALF);
  }

  private BodyPublisher streams(int shorter) {
    return BodyPublishers.ofInputStream(
        () ->
            new ByteArrayInputStream(
                BODY.substring(readings.getAndIncrement() == 0 ? 0 : shorter).getBytes(UTF_8)));
  }

  private HttpResponse<String> post(BodyPublisher body) throws IOException, InterruptedException {
    return rig.send(rig.to("/").POST(body));
  }

  @ParameterizedTest
  @EnumSource
  void theRefusalIsTheCallersIfTheBodyCannotBeReadAgain(SecondTime what) throws Exception {
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "never"));

    HttpResponse<String> response = post(once(what));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("no");
    assertThat(readings).hasValue(2);
    assertThat(rig.vendor.bodies()).containsExactly(BODY);
  }

  @ParameterizedTest
  @EnumSource
  void soIsTheRedirect(SecondTime what) throws Exception {
    rig.vendor.reply(Peer.redirect(307, "/to"), Peer.of(200, "never"));

    HttpResponse<String> response =
        rig.send(rig.following(Redirect.NORMAL), rig.to("/").POST(once(what)).build());

    assertThat(response.statusCode()).isEqualTo(307);
    assertThat(response.body()).isEqualTo("moved");
    assertThat(rig.vendor.bodies()).containsExactly(BODY);
  }

  @Test
  void aBodyThatIsFoundToBeReadableIsSentAgainWholeAndReadNoMoreThanTwice() throws Exception {
    BodyPublisher source = BodyPublishers.concat(ofHalf(), ofHalf());
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "yes"));

    HttpResponse<String> response =
        post(
            BodyPublishers.fromPublisher(
                subscriber -> {
                  readings.incrementAndGet();
                  source.subscribe(subscriber);
                },
                2L * HALF.length()));

    assertThat(response.body()).isEqualTo("yes");
    assertThat(rig.vendor.bodies()).containsExactly(HALF + HALF, HALF + HALF);
    assertThat(readings).hasValue(2);
  }

  @Test
  void aBodyThatBreaksOffTheSecondTimeFailsTheCallWhichNamesTheRefusal() {
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "never"));
    BodyPublisher body =
        BodyPublishers.fromPublisher(
            subscriber ->
                (readings.getAndIncrement() == 0
                        ? BodyPublishers.concat(ofHalf(), ofHalf())
                        : ofHalf())
                    .subscribe(subscriber),
            2L * HALF.length());

    assertThatThrownBy(() -> rig.send(rig.to("/").timeout(Duration.ofSeconds(20)).POST(body)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("401")
        .hasMessageContaining("KeyringHttpClient.oneShot");
  }

  @Test
  void aBodyThatIsMarkedAsOneShotIsNotEvenTried() throws Exception {
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "never"));

    HttpResponse<String> response = post(KeyringHttpClient.oneShot(BodyPublishers.ofString(BODY)));

    assertThat(response.body()).isEqualTo("no");
    assertThat(rig.vendor.bodies()).containsExactly(BODY);
  }

  @Test
  void aBodyOfUnknownLengthThatIsMarkedAsReplayableIsSentAgain() throws Exception {
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "yes"));

    HttpResponse<String> response = post(KeyringHttpClient.replayable(streams(0)));

    assertThat(response.body()).isEqualTo("yes");
    assertThat(rig.vendor.bodies()).containsExactly(BODY, BODY);
  }

  @Test
  void butNeverShorter() {
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "never"));

    assertThatThrownBy(
            () ->
                rig.send(
                    rig.to("/")
                        .timeout(Duration.ofSeconds(20))
                        .POST(KeyringHttpClient.replayable(streams(2)))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("401");
    assertThat(readings).hasValue(2);
  }

  @Test
  void marksTellTheLengthOfTheBody() {
    assertThat(KeyringHttpClient.oneShot(BodyPublishers.ofString(BODY)).contentLength())
        .isEqualTo(BODY.length());
    assertThat(KeyringHttpClient.replayable(streams(0)).contentLength()).isNegative();
    assertThatThrownBy(() -> KeyringHttpClient.oneShot(null))
        .isInstanceOf(NullPointerException.class);
  }
}
