package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Ten thousand refused calls in twenty seconds, by schemes that make it hard to back off. */
class NoStormTest {
  private static final String API = "https://api.test";
  private static final int CALLS = 10_000;
  private static final Duration BETWEEN = Duration.ofMillis(2);

  /** In twenty seconds, after 0, 0.75, 2.25, 5.25 and 11.25 s, with some room. */
  private static final int MOST_STEPS = 7;

  private final TestKeyring test = new TestKeyring();
  private final AtomicInteger asked = new AtomicInteger();
  private int requests;
  private int sending;
  private boolean paths;
  private int path;

  @Test
  void aSingleUseCredentialThatIsTheSameEachTimeIsNotReplacedForEachCall() throws IOException {
    refuseAll(
        context -> {
          asked.incrementAndGet();
          return Credential.of("x", "k").singleUse();
        });

    assertThat(requests).isEqualTo(CALLS);
    assertThat(asked.get() - CALLS).as("issues for replacements").isLessThanOrEqualTo(MOST_STEPS);
  }

  @Test
  void aValueThatIsAnotherEachTimeIsNoReasonToSendEachCallTwice() throws IOException {
    refuseAll(AuthScheme.header("x", () -> "v" + asked.incrementAndGet()));

    assertThat(requests - CALLS).as("requests sent again").isLessThanOrEqualTo(2 * MOST_STEPS);
  }

  @Test
  void aSupplierThatAlternatesBetweenTwoKeysIsNoReasonEither() throws IOException {
    SigningKey one = SigningKey.hs256("one-secret-of-more-than-thirty-two-bytes");
    SigningKey two = SigningKey.hs256("two-secret-of-more-than-thirty-two-bytes");
    refuseAll(
        JwtScheme.signedWith(() -> asked.incrementAndGet() % 3 == 0 ? one : two)
            .lifetime(Duration.ofMinutes(5))
            .build());

    assertThat(requests - CALLS).as("requests sent again").isLessThanOrEqualTo(2 * MOST_STEPS);
    assertThat(test.events.count("issued")).isLessThanOrEqualTo(1 + 2 * MOST_STEPS);
  }

  @Test
  void aSchemeThatReadsWhatEachSendingHasAnewIsHeldBackToo() throws IOException {
    refuseAll(
        context ->
            Credential.of("x", context.header("x-request-id") + "-" + asked.incrementAndGet())
                .singleUse());

    assertThat(requests - CALLS).as("requests sent again").isLessThanOrEqualTo(MOST_STEPS);
  }

  @Test
  void aSchemeThatReadsMoreThanIsKeptIsHeldBackToo() throws IOException {
    refuseAll(
        context -> {
          for (int i = 0; i < 100; i++) {
            assertThat(context.header("x-" + i)).isEmpty();
          }
          return Credential.of("x", "k" + asked.incrementAndGet());
        });

    assertThat(requests - CALLS).as("requests sent again").isLessThanOrEqualTo(MOST_STEPS);
  }

  @Test
  void aTokenForEachPathIsReplacedNoMoreOftenThanOneForAll() throws IOException {
    paths = true;
    refuseAll(
        JwtScheme.signedWith(SigningKey.hs256("a-secret-of-more-than-thirty-two-bytes"))
            .lifetime(Duration.ofMinutes(5))
            .claim("path", context -> context.uri().getPath())
            .build());

    assertThat(requests - CALLS).as("requests sent again").isLessThanOrEqualTo(MOST_STEPS);
    assertThat(test.events.count("issued") - CALLS).isLessThanOrEqualTo(MOST_STEPS);
  }

  @Test
  void aChangedClockDoesNotPassTheBackOffOfAnIssuerThatIsDown() throws IOException {
    CountingScheme scheme = new CountingScheme(Duration.ofMinutes(5));
    Keyring keyring = test.keyring(scheme);
    new TestCall(keyring).send(API);
    scheme.failing(true);
    refuseAll(keyring, Duration.ofMinutes(5));

    assertThat(requests).isEqualTo(CALLS);
    assertThat(scheme.asked()).isLessThanOrEqualTo(1 + MOST_STEPS);
  }

  @Test
  void aChangedKeyDoesNotPassItEither() throws IOException {
    SigningKey[] key = {SigningKey.hs256("one-secret-of-more-than-thirty-two-bytes")};
    CountingScheme fetching = new CountingScheme(Duration.ofMinutes(5));
    Keyring keyring =
        test.keyring(
            AuthScheme.allOf(
                fetching,
                JwtScheme.signedWith(() -> key[0]).lifetime(Duration.ofMinutes(5)).build()));
    new TestCall(keyring).send(API);
    key[0] = SigningKey.hs256("two-secret-of-more-than-thirty-two-bytes");
    fetching.failing(true);
    refuseAll(keyring, Duration.ZERO);

    assertThat(requests).isEqualTo(CALLS);
    assertThat(fetching.asked()).isLessThanOrEqualTo(1 + MOST_STEPS);
  }

  private void refuseAll(AuthScheme scheme) throws IOException {
    refuseAll(test.keyring(scheme), Duration.ZERO);
  }

  private void refuseAll(Keyring keyring, Duration ahead) throws IOException {
    for (int i = 0; i < CALLS; i++) {
      path = i;
      AuthCall call = keyring.newCall();
      boolean again = true;
      for (int attempt = 1; again; attempt++) {
        again = refuse(call, ahead);
        assertThat(again && attempt > 1).as("sent a third time").isFalse();
      }
      test.clock.advance(BETWEEN);
    }
  }

  /** Sends a request with an id of its own, which is refused; says whether it is sent again. */
  private boolean refuse(AuthCall call, Duration ahead) throws IOException {
    String id = "id-" + ++sending;
    AuthAttempt attempt =
        call.attempt(
            "GET",
            URI.create(paths ? API + "/" + path : API),
            name -> name.equals("x-request-id") ? id : null);
    CompletableFuture<Credential> credential = attempt.credential();
    assertThat(TestCall.await(credential).headers()).isNotEmpty();
    requests++;
    return TestCall.await(attempt.received(401, test.date(ahead)::get, true));
  }
}
