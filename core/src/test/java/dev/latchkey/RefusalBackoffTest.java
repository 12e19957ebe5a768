package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.vendor.AuthgearAdmin;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals that another credential does not cure: how few issues and retries they cost. */
class RefusalBackoffTest {
  private static final String API = "https://api.test";

  private final TestKeyring test = new TestKeyring();

  /** A key that the server takes no more, under a hundred requests a second for a minute. */
  @Nested
  class RevokedKey {
    private static final SigningKey KEY =
        SigningKey.hs256("a-secret-of-more-than-thirty-two-bytes");
    private static final int CALLS = 6_000;
    private static final Duration BETWEEN = Duration.ofMillis(10);
    private static final Duration ROUND_TRIP = Duration.ofMillis(4);

    /**
     * In a minute: after 0, 1, 3, 7, 15, 31 s at the latest, and after 0, 0.5, 1.5 … at the least.
     */
    private static final int MOST_STEPS = 8;

    private int requests;

    @ParameterizedTest(name = "random {0}")
    @ValueSource(doubles = {0.0, 0.5, 0.999})
    void costsOneMoreIssueAndRequestPerBackOffStep(double random) throws IOException {
      minute(test.jitter(() -> random).keyring(jwt()), 401, null);

      assertFew();
    }

    @Test
    void ofASchemeThatRefusesBy403Too() throws IOException {
      SigningKey rsa = SigningKey.rs256("kid", TestKeys.rsa().getPrivate());
      minute(test.keyring(AuthgearAdmin.project("myapp", rsa)), 403, null);

      assertFew();
    }

    @Test
    void ofALambdaToo() throws IOException {
      minute(test.keyring(new CountingScheme(Duration.ofMinutes(5))), 401, null);

      assertFew();
    }

    @Test
    void ofASupplierThatGivesTheSameKeyToo() throws IOException {
      AuthScheme scheme = JwtScheme.signedWith(() -> KEY).lifetime(Duration.ofMinutes(5)).build();
      minute(test.keyring(scheme), 401, null);

      assertFew();
    }

    @Test
    void ofSingleUseCredentialsToo() throws IOException {
      CountingScheme scheme = CountingScheme.nonces();
      minute(test.keyring(scheme), 401, null);

      assertThat(scheme.asked()).isBetween(CALLS + 1, CALLS + MOST_STEPS);
    }

    @Test
    void whereTheBackOffIsLongestToo() throws IOException {
      SigningKey rsa = SigningKey.rs256("kid", TestKeys.rsa().getPrivate());
      assertFewest(AuthgearAdmin.project("myapp", rsa), 403, () -> test.events.count("issued"));
    }

    @Test
    void ofAWrappedSchemeToo() throws IOException {
      JwtScheme jwt = jwt();
      assertFewest(context -> jwt.issue(context), 401, () -> test.events.count("issued"));
    }

    @Test
    void ofAWrappedSchemeAmongSeveralToo() throws IOException {
      JwtScheme jwt = jwt();
      AtomicInteger issues = new AtomicInteger();
      AuthScheme counting =
          context -> {
            issues.incrementAndGet();
            return jwt.issue(context);
          };
      assertFewest(AuthScheme.allOf(AuthScheme.header("x-key", "k"), counting), 401, issues::get);
    }

    /** In a minute: the first, and after 0, 1, 3, 7, 15 and 31 s. */
    private void assertFewest(AuthScheme scheme, int status, IntSupplier issues)
        throws IOException {
      minute(test.jitter(() -> 0.999).keyring(scheme), status, null);

      assertThat(issues.getAsInt()).isBetween(3, 7);
    }

    @ParameterizedTest(name = "{0} s ahead")
    @ValueSource(longs = {-600, -2, 2, 600})
    void atAServerWhoseClockIsOffToo(long seconds) throws IOException {
      minute(test.keyring(jwt()), 401, Duration.ofSeconds(seconds));

      assertFew();
    }

    @Test
    void withBodiesThatCannotBeSentAgainToo() throws IOException {
      Keyring keyring = test.keyring(jwt());
      for (int i = 0; i < CALLS; i++) {
        TestCall call = new TestCall(keyring);
        call.send(API);
        assertThat(call.answered(401, Map.of(), false)).isFalse();
        test.clock.advance(BETWEEN);
      }

      assertThat(test.events.count("issued")).isBetween(3, 1 + MOST_STEPS);
    }

    private void assertFew() {
      // A refusal that comes with a lesson about the clock may cost one more.
      assertThat(test.events.count("issued")).as("issues").isBetween(3, 2 + MOST_STEPS);
      assertThat(requests - CALLS).as("requests sent again").isBetween(2, 1 + MOST_STEPS);
      assertThat(test.events.of("refused")).hasSize(requests);
      assertThat(test.events.count("issueFailed")).isZero();
    }

    private void minute(Keyring keyring, int status, Duration ahead) throws IOException {
      for (int i = 0; i < CALLS; i++) {
        TestCall call = new TestCall(keyring);
        boolean again = true;
        for (int attempt = 1; again; attempt++) {
          call.send(API);
          requests++;
          test.clock.advance(ROUND_TRIP);
          again = call.answered(status, date(ahead), true);
          assertThat(again && attempt > 1).as("sent a third time").isFalse();
        }
        test.clock.advance(BETWEEN.minus(ROUND_TRIP));
      }
    }

    private Map<String, String> date(Duration ahead) {
      return ahead == null ? Map.of() : test.date(ahead);
    }

    private static JwtScheme jwt() {
      return JwtScheme.signedWith(KEY).lifetime(Duration.ofMinutes(5)).build();
    }
  }

  /** Ten thousand refused calls in twenty seconds, by schemes that make it hard to back off. */
  @Nested
  class ManyCalls {
    private static final int CALLS = 10_000;
    private static final Duration BETWEEN = Duration.ofMillis(2);

    /** In twenty seconds, after 0, 0.75, 2.25, 5.25 and 11.25 s, with some room. */
    private static final int MOST_STEPS = 7;

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
            for (int i = 0; i < 70; i++) {
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
}
