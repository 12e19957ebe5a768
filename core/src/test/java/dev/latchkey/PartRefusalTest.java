package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refusals of a credential that is made of parts: which of them are replaced, and how often. */
class PartRefusalTest {
  private static final String API = "https://api.test/";

  private final TestKeyring test = new TestKeyring();
  private final Fetched fetched = new Fetched("Authorization");
  private final AtomicInteger nonces = new AtomicInteger();
  private final AuthScheme nonce =
      AuthScheme.computed(
          context -> Credential.of("x-nonce", "n" + nonces.incrementAndGet()).singleUse());

  @Test
  void onlyThePartIsReplacedThatTookTheAnswerForARefusal() throws IOException {
    Fetched quota = new Fetched("x-quota");
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, quota.refusedWith(429)));

    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(429)).isTrue();

    assertThat(call.send(API)).isEqualTo(Map.of("Authorization", "t1", "x-quota", "t2"));
    assertThat(fetched.fetches).hasValue(1);
    assertThat(call.answered(200)).isFalse();

    TestCall other = new TestCall(keyring);
    other.send(API);
    assertThat(other.answered(401)).isTrue();
    assertThat(other.send(API)).isEqualTo(Map.of("Authorization", "t2", "x-quota", "t2"));
  }

  @Test
  void aRefusalThatOnlyTheWholeSchemeKnowsReplacesAllParts() throws IOException {
    Fetched other = new Fetched("x-other");
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
    assertThat(fetched.fetches).hasValue(2);
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

    assertThat(fetched.fetches.get()).isBetween(3, 8);
    assertThat(requests).isLessThan(610);
    assertThat(nonces.get()).isGreaterThanOrEqualTo(requests);
  }

  @Test
  void aPartIsReplacedAlsoWhileRetriesWithAnotherPartAreInVain() throws IOException {
    Fetched quota = new Fetched("x-quota");
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
    assertThat(quota.fetches).hasValue(2);
    assertThat(fetched.fetches).hasValue(2);
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
    assertThat(fetched.fetches).hasValue(2);
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
    Files.writeString(folder.resolve("a.pem"), TestKeys.pkcs8(TestKeys.rsa()));
    Path newest = Files.writeString(folder.resolve("b.pem"), TestKeys.pkcs8(TestKeys.otherRsa()));
    Files.setLastModifiedTime(newest, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
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
}
