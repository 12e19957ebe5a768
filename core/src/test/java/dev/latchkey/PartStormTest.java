package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A minute of trouble with a part: how often it is asked for, and how many requests are lost. */
class PartStormTest {
  private static final String API = "https://api.test/";
  private static final int REQUESTS = 3_000;

  private final TestKeyring test = new TestKeyring();
  private final Fetched fetched = new Fetched("Authorization");

  private final Map<String, AuthScheme> schemes =
      Map.of(
          "by path",
          AuthScheme.computed(context -> context.credential(fetched).and("x-path", context.path())),
          "for all",
          context -> context.credential(fetched),
          "for one",
          context -> context.credential(fetched).singleUse(),
          "with an end",
          context -> context.credential(fetched).reusableUntil(context.now().plusSeconds(600)),
          "of two",
          AuthScheme.allOf(
              fetched,
              AuthScheme.computed(
                  context ->
                      Credential.of("x-time", context.now().toString())
                          .reusableUntil(context.now().plusSeconds(60)))));

  @ParameterizedTest
  @ValueSource(strings = {"by path", "for all", "for one", "with an end", "of two"})
  void aRevokedPartCostsFewFetchesAndRetries(String scheme, TestReporter reporter)
      throws IOException {
    assertFew(scheme, new Random(seed(reporter)), false, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"by path", "for all", "for one", "with an end", "of two"})
  void soItDoesWhereServersTellDifferentTimes(String scheme, TestReporter reporter)
      throws IOException {
    assertFew(scheme, new Random(seed(reporter)), true, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"by path", "for all", "for one", "with an end", "of two"})
  void soItDoesWhereItCannotBeFetchedAnew(String scheme, TestReporter reporter) throws IOException {
    assertFew(scheme, new Random(seed(reporter)), false, true);
  }

  private void assertFew(String scheme, Random random, boolean clocks, boolean failing)
      throws IOException {
    Keyring keyring = test.jitter(random::nextDouble).keyring(schemes.get(scheme));
    new TestCall(keyring).send(API);
    fetched.failure = failing ? new IOException("down") : null;
    int sent = 0;
    for (int i = 0; i < REQUESTS; i++) {
      TestCall call = new TestCall(keyring);
      String url = API + random.nextInt(100);
      try {
        call.send(url);
        sent++;
        if (call.answered(
            401,
            clocks ? test.date(Duration.ofSeconds(random.nextInt(3) * 200L)) : Map.of(),
            random.nextBoolean())) {
          call.send(url);
          sent++;
          assertThat(call.answered(401)).isFalse();
        }
      } catch (CredentialException e) {
        // Not sent.
      }
      test.clock.advance(Duration.ofMillis(20));
    }

    assertThat(fetched.fetches.get()).isLessThan(25);
    assertThat(sent).isLessThan(REQUESTS + 40);
  }

  private static long seed(TestReporter reporter) {
    long seed = Long.getLong("latchkey.seed", new Random().nextLong());
    reporter.publishEntry("latchkey.seed", Long.toString(seed));
    return seed;
  }
}
