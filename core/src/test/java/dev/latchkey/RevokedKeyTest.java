package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.vendor.AuthgearAdmin;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that the server takes no more, under a hundred requests a second for a minute. */
class RevokedKeyTest {
  private static final String API = "https://api.test";
  private static final SigningKey KEY = SigningKey.hs256("a-secret-of-more-than-thirty-two-bytes");
  private static final int CALLS = 6_000;
  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final Duration ROUND_TRIP = Duration.ofMillis(4);

  /**
   * In a minute: after 0, 1, 3, 7, 15, 31 s at the latest, and after 0, 0.5, 1.5 … at the least.
   */
  private static final int MOST_STEPS = 8;

  private final TestKeyring test = new TestKeyring();
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
