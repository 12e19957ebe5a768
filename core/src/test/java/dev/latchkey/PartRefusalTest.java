package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals of a credential that is made of parts: which of them are replaced, and how often. */
class PartRefusalTest {
  private static final String API = "https://api.test/";
  private static final int REQUESTS = 3_000;

  private final TestKeyring test = new TestKeyring();
  private final CountingScheme fetched = CountingScheme.tokens("Authorization");
  private final CountingScheme nonces = CountingScheme.nonces();
  private final AuthScheme nonce = AuthScheme.computed(nonces);

  /** Schemes of which one part is refused or cannot be issued. */
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

  @Test
  void whereAnotherPartHelpedTheNextRefusalIsAnsweredAtOnce() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, AuthScheme.header("x-key", "k")));
    for (int i = 1; i <= 10; i++) {
      TestCall call = new TestCall(keyring);
      call.send(API);
      assertThat(call.answered(401)).as("refusal %s", i).isTrue();
      assertThat(call.send(API)).containsEntry("Authorization", "t" + (i + 1));
      assertThat(call.answered(200)).isFalse();
    }
  }

  @Test
  void onlyThePartIsReplacedThatTookTheAnswerForARefusal() throws IOException {
    CountingScheme quota = CountingScheme.tokens("x-quota");
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, quota.refusedWith(429)));

    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(429)).isTrue();

    assertThat(call.send(API)).isEqualTo(Map.of("Authorization", "t1", "x-quota", "t2"));
    assertThat(fetched.asked()).isEqualTo(1);
    assertThat(call.answered(200)).isFalse();

    TestCall other = new TestCall(keyring);
    other.send(API);
    assertThat(other.answered(401)).isTrue();
    assertThat(other.send(API)).isEqualTo(Map.of("Authorization", "t2", "x-quota", "t2"));
  }

  @Test
  void aRefusalThatOnlyTheWholeSchemeKnowsReplacesAllParts() throws IOException {
    CountingScheme other = CountingScheme.tokens("x-other");
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, other).refusedWith(419));

    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(419)).isTrue();

    assertThat(call.send(API)).isEqualTo(Map.of("Authorization", "t2", "x-other", "t2"));
  }

  @Test
  void whatAPartTakesForARefusalIsOneToTheSchemeThatChoseIt() throws IOException {
    AuthScheme part = fetched.refusedWith(403);
    Keyring keyring = test.keyring(context -> context.credential(part));

    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(403)).isTrue();
    assertThat(call.send(API)).isEqualTo(Map.of("Authorization", "t2"));
  }

  @Test
  void aRequestThatCannotBeSentAgainHasThePartReplacedForLaterOnes() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, nonce));
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(401, Map.of(), false)).isFalse();

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t2");
    assertThat(fetched.asked()).isEqualTo(2);
  }

  @Test
  void aRevokedPartCostsFewFetchesThoughItsNeighbourIsNewEachTime() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, nonce));
    int requests = 0;
    for (int i = 0; i < 600; i++) {
      TestCall call = new TestCall(keyring);
      call.send(API);
      requests++;
      if (call.answered(401)) {
        call.send(API);
        requests++;
        assertThat(call.answered(401)).isFalse();
      }
      test.clock.advance(Duration.ofMillis(100));
    }

    assertThat(fetched.asked()).isBetween(3, 8);
    assertThat(requests).isLessThan(610);
    assertThat(nonces.asked()).isGreaterThanOrEqualTo(requests);
  }

  @Test
  void aPartIsReplacedAlsoWhileRetriesWithAnotherPartAreInVain() throws IOException {
    CountingScheme quota = CountingScheme.tokens("x-quota");
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, quota.refusedWith(429), nonce));
    TestCall revoked = new TestCall(keyring);
    revoked.send(API);
    assertThat(revoked.answered(401)).isTrue();
    revoked.send(API);
    assertThat(revoked.answered(401)).isFalse();

    TestCall call = new TestCall(keyring);
    TestCall atTheSameTime = new TestCall(keyring);
    call.send(API);
    atTheSameTime.send(API);
    assertThat(call.answered(429)).isTrue();
    assertThat(call.send(API)).containsEntry("Authorization", "t2").containsEntry("x-quota", "t2");
    assertThat(atTheSameTime.answered(429)).isTrue();
    assertThat(atTheSameTime.send(API)).containsEntry("x-quota", "t2");
    assertThat(call.answered(429)).isFalse();

    TestCall inVain = new TestCall(keyring);
    inVain.send(API);
    assertThat(inVain.answered(429)).as("within its own back-off").isFalse();
    assertThat(quota.asked()).isEqualTo(2);
    assertThat(fetched.asked()).isEqualTo(2);
  }

  @Test
  void aPartForOneRequestIsNotSentAgainWhileAnotherIsNotWorthARetry() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, nonce));
    TestCall inVain = new TestCall(keyring);
    TestCall atTheSameTime = new TestCall(keyring);
    inVain.send(API);
    String sent = atTheSameTime.send(API).get("x-nonce");
    assertThat(inVain.answered(401)).isTrue();
    inVain.send(API);
    assertThat(inVain.answered(401)).isFalse();

    assertThat(atTheSameTime.answered(401)).as("for the other part").isTrue();
    assertThat(atTheSameTime.send(API))
        .containsEntry("Authorization", "t2")
        .containsKey("x-nonce")
        .doesNotContainEntry("x-nonce", sent);
  }

  @Test
  void aPartThatWasReplacedForAnotherRequestIsUsedForTheRetry() throws IOException {
    Keyring keyring =
        test.keyring(
            AuthScheme.computed(
                context -> context.credential(fetched).and("x-path", context.path())));
    TestCall one = new TestCall(keyring);
    TestCall other = new TestCall(keyring);
    one.send(API + "one");
    other.send(API + "one");
    TestCall elsewhere = new TestCall(keyring);
    elsewhere.send(API + "elsewhere");
    // Nothing more is issued for the path /one within the back-off of its refusals.
    assertThat(one.answered(401)).isTrue();
    assertThat(one.send(API + "one")).containsEntry("Authorization", "t2");
    assertThat(one.answered(401)).isFalse();

    assertThat(other.answered(401)).isTrue();
    assertThat(elsewhere.answered(401)).isTrue();

    assertThat(other.send(API + "one")).containsEntry("Authorization", "t2");
    assertThat(elsewhere.send(API + "elsewhere")).containsEntry("Authorization", "t2");
    assertThat(fetched.asked()).isEqualTo(2);
  }

  @Test
  void partsLearnFromTheServersClock() throws IOException {
    AuthScheme jwt =
        JwtScheme.signedWith(SigningKey.hs256("secret")).lifetime(Duration.ofMinutes(5)).build();
    List<Instant> dates = new ArrayList<>();
    Keyring keyring =
        test.keyring(
            AuthScheme.allOf(
                AuthScheme.computed(
                    context -> {
                      dates.add(context.now());
                      return jwt.issue(context);
                    }),
                nonce));
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(401, Map.of("Date", "Wed, 31 Dec 2025 23:55:00 GMT"), true)).isTrue();
    call.send(API);

    assertThat(dates).hasSize(2);
    assertThat(dates.get(1)).isBefore(dates.get(0).minusSeconds(290));
  }

  @Test
  void aKeyFileAmongThePartsTriesItsNextKey(@TempDir Path folder) throws IOException {
    KeyFiles.write(folder, "a.pem", KeyFiles.PEM, 1);
    KeyFiles.write(folder, "b.pem", KeyFiles.OTHER_PEM, 2);
    AuthScheme jwt =
        JwtScheme.signedWith(KeyFile.newestIn(folder)).lifetime(Duration.ofMinutes(5)).build();
    Keyring keyring = test.keyring(AuthScheme.allOf(jwt, AuthScheme.header("x-key", "k")));

    TestCall call = new TestCall(keyring);
    assertThat(isSignedWithFirst(call.send(API))).isFalse();
    assertThat(call.answered(401)).isTrue();
    assertThat(isSignedWithFirst(call.send(API))).isTrue();
    assertThat(call.answered(200)).isFalse();
    assertThat(isSignedWithFirst(new TestCall(keyring).send(API))).isTrue();
  }

  private static boolean isSignedWithFirst(Map<String, String> headers) {
    return Token.isRs256(TestCall.bearer(headers), TestKeys.rsa());
  }

  @ParameterizedTest
  @ValueSource(strings = {"by path", "for all", "for one", "with an end", "of two"})
  void aRevokedPartCostsFewFetchesAndRetries(String scheme, TestReporter reporter)
      throws IOException {
    assertFew(scheme, new Random(Seed.of(reporter)), false, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"by path", "for all", "for one", "with an end", "of two"})
  void soItDoesWhereServersTellDifferentTimes(String scheme, TestReporter reporter)
      throws IOException {
    assertFew(scheme, new Random(Seed.of(reporter)), true, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"by path", "for all", "for one", "with an end", "of two"})
  void soItDoesWhereItCannotBeFetchedAnew(String scheme, TestReporter reporter) throws IOException {
    assertFew(scheme, new Random(Seed.of(reporter)), false, true);
  }

  private void assertFew(String scheme, Random random, boolean clocks, boolean failing)
      throws IOException {
    Keyring keyring = test.jitter(random::nextDouble).keyring(schemes.get(scheme));
    new TestCall(keyring).send(API);
    fetched.failing(failing);
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

    assertThat(fetched.asked()).isLessThan(25);
    assertThat(sent).isLessThan(REQUESTS + 40);
  }
}
