package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import dev.latchkey.vendor.ApiKey;
import dev.latchkey.vendor.AuthgearAdmin;
import dev.latchkey.vendor.StatusEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AuthCallRefusalTest {
  private static final String API = "https://api.test";
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final SigningKey KEY = SigningKey.hs256(SECRET);
  private static final SigningKey RSA = SigningKey.rs256("kid-1", TestKeys.rsa().getPrivate());

  private final TestKeyring test = new TestKeyring("2026-01-01T00:00:00.500Z").jitter(() -> 0.999);

  @Test
  void aRefusedTokenIsReplacedOnce() throws IOException {
    TestCall call = test.call(jwt());
    Map<String, String> first = call.send(API);

    assertThat(call.answered(401)).isTrue();
    Map<String, String> second = call.send(API);
    assertThat(second).isNotEqualTo(first);
    assertThat(call.answered(200)).isFalse();
    assertThat(test.events.all())
        .containsExactly("issued " + API, "issued " + API, "refused " + API + " 401 retried");
  }

  @Test
  void aTokenRefusedWithinItsSecondIsReplacedByOneDatedASecondEarlier() throws IOException {
    TestCall call = test.call(jwt());
    assertThat(iat(call.send(API))).isEqualTo(1767225600L);

    assertThat(call.answered(401)).isTrue();
    Token second = token(call.send(API));
    assertThat(second.claims())
        .containsEntry("iat", 1767225599L)
        .containsEntry("exp", 1767225599L + 300);
  }

  @Test
  void aTokenRefusedLaterIsReplacedByOneOfNow() throws IOException {
    Keyring keyring = test.keyring(jwt());
    new TestCall(keyring).send(API);
    test.clock.advance(Duration.ofSeconds(100));
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(401)).isTrue();
    assertThat(iat(call.send(API))).isEqualTo(1767225700L);
  }

  @Test
  void aSecondRefusalIsTheCallersAndTheSlotKeepsTheToken() throws IOException {
    Keyring keyring = test.keyring(jwt());
    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(401)).isTrue();
    Map<String, String> second = call.send(API);

    assertThat(call.answered(401)).isFalse();
    assertThat(new TestCall(keyring).send(API)).isEqualTo(second);
    assertThat(test.events.of("refused"))
        .containsExactly("refused " + API + " 401 retried", "refused " + API + " 401");
    assertThat(test.events.count("issued")).isEqualTo(2);
  }

  @Test
  void thereIsOneRetryPerCallWhateverTheHops() throws IOException {
    TestCall call = test.call(jwt());
    call.send(API + "/a");
    assertThat(call.answered(401)).isTrue();
    call.send(API + "/a");
    assertThat(call.answered(302)).isFalse();
    call.send(API + "/b");

    assertThat(call.answered(401)).isFalse();
  }

  @Test
  void aCallIsSentAgainOnceThoughEachHopHasACredentialOfItsOwn() throws IOException {
    Keyring keyring = test.keyring(StatusEntry.keyPairBoundToPath("AK", "SK456"));
    TestCall call = new TestCall(keyring);
    call.send(API + "/a");
    assertThat(call.answered(401)).isTrue();
    call.send(API + "/a");
    assertThat(call.answered(302)).isFalse();
    Map<String, String> refused = call.send(API + "/b");

    assertThat(call.answered(401)).isFalse();
    assertThat(new TestCall(keyring).send(API + "/b")).as("the next call's").isNotEqualTo(refused);
  }

  @Test
  void aSlowSecondRefusalDoesNotDropTheTokenEither() throws IOException {
    Keyring keyring = test.keyring(new CountingScheme(Duration.ofMinutes(5)));
    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(401)).isTrue();
    call.send(API);
    // Longer than the rest that follows the first refusal.
    test.clock.advance(Duration.ofSeconds(40));

    assertThat(call.answered(401)).isFalse();
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "t2");
    assertThat(test.events.count("issued")).isEqualTo(2);
  }

  @Test
  void aLateRefusalOfAnOldTokenIsAnsweredWithTheCurrentOne() throws IOException {
    Keyring keyring = test.keyring(new CountingScheme(Duration.ofMinutes(5)));
    TestCall late = new TestCall(keyring);
    late.send(API);
    test.clock.advance(Duration.ofMinutes(5));
    new TestCall(keyring).send(API);

    assertThat(late.answered(401)).isTrue();
    assertThat(late.send(API)).containsEntry("x", "t2");
    assertThat(test.events.count("issued")).isEqualTo(2);
  }

  @Test
  void aLateRefusalIsAnsweredAlsoIfTheCurrentTokenHasExpiredOrIsForgotten() throws IOException {
    Keyring keyring = test.keyring(new CountingScheme(Duration.ofMinutes(5)));
    TestCall late = new TestCall(keyring);
    late.send(API);
    test.clock.advance(Duration.ofMinutes(5));
    TestCall later = new TestCall(keyring);
    later.send(API);
    test.clock.advance(Duration.ofMinutes(5));

    assertThat(late.answered(401)).isTrue();
    assertThat(late.send(API)).containsEntry("x", "t3");

    keyring.forget(API);
    assertThat(later.answered(401)).isTrue();
    assertThat(later.send(API)).containsEntry("x", "t4");
    assertThat(test.events.count("issued")).isEqualTo(4);
  }

  @Test
  void theSameCredentialAgainIsNotTried() throws IOException {
    TestCall call = test.call(AuthScheme.header("x-key", "k"));
    call.send(API);

    assertThat(call.answered(401)).isFalse();
    assertThat(test.events.of("refused")).containsExactly("refused " + API + " 401");
  }

  @Test
  void anotherValueOfASupplierIsTried() throws IOException {
    AtomicReference<String> value = new AtomicReference<>("k1");
    TestCall call = test.call(AuthScheme.header("x-key", value::get));
    call.send(API);
    value.set("k2");

    assertThat(call.answered(401)).isTrue();
    assertThat(call.send(API)).isEqualTo(Map.of("x-key", "k2"));
    assertThat(call.answered(401)).isFalse();
  }

  @Test
  void aValueThatChangedIsTriedAtOnceAlsoAfterRetriesInVain() throws Exception {
    AtomicReference<String> value = new AtomicReference<>("1");
    try (Keyring keyring = test.keyring(AuthScheme.header("x", value::get))) {
      TestCall first = new TestCall(keyring);
      first.send(API);
      value.set("2");
      assertThat(first.answered(401)).isTrue();
      first.send(API);
      assertThat(first.answered(401)).isFalse();

      TestCall second = new TestCall(keyring);
      second.send(API);
      value.set("3");
      assertThat(second.answered(401)).isTrue();
      assertThat(second.send(API)).containsEntry("x", "3");
    }
  }

  @Test
  void aRefusalCostsOneIssueAlsoIfTheKeyIsAnotherEachTime() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    JwtScheme scheme =
        JwtScheme.signedWith(() -> SigningKey.hs256(SECRET + asked.incrementAndGet()))
            .lifetime(Duration.ofMinutes(5))
            .build();
    TestCall call = test.call(scheme);
    call.send(API);

    assertThat(call.answered(401)).isTrue();
    assertThat(test.events.count("issued")).isEqualTo(2);
  }

  @Test
  void aRequestThatCannotBeSentAgainIsNotButTheNextCallUsesAnotherToken() throws IOException {
    Keyring keyring = test.keyring(jwt());
    TestCall call = new TestCall(keyring);
    Map<String, String> first = call.send(API);

    assertThat(call.answered(401, Map.of(), false)).isFalse();

    assertThat(new TestCall(keyring).send(API)).isNotEqualTo(first);
    assertThat(test.events.of("refused")).containsExactly("refused " + API + " 401");
  }

  @Test
  void whichStatusRefusesIsTheSchemesToSay() throws IOException {
    Keyring authgear = test.keyring(AuthgearAdmin.project("myapp", RSA));
    assertThat(isRefusal(authgear, 401)).isFalse();
    assertThat(isRefusal(authgear, 403)).isTrue();

    Keyring other = test.keyring(jwt());
    assertThat(isRefusal(other, 403)).isFalse();
    assertThat(isRefusal(other, 500)).isFalse();
    assertThat(isRefusal(other, 401)).isTrue();
  }

  @Test
  void whatWasNotSentWithOurCredentialIsNoRefusalOfIt() throws IOException {
    TestCall call = test.call(jwt());
    call.send(API);
    call.send("https://elsewhere.test");

    assertThat(call.answered(401)).isFalse();
    assertThat(test.events.count("refused")).isZero();
  }

  @Test
  void aPerRequestSignatureRefusedWithinItsSecondIsNoFailure() throws IOException {
    TestCall call = test.call(ApiKey.signed("key-1", SECRET));
    call.send(API);

    // Whether there is another one to try or not, the caller gets a response and no exception.
    if (call.answered(401)) {
      assertThat(call.send(API)).isNotEmpty();
      assertThat(call.answered(401)).isFalse();
    }
    assertThat(test.events.count("issueFailed")).isZero();
    assertThat(test.call(ApiKey.signed("key-1", SECRET)).send(API)).hasSize(2);
  }

  @Test
  void aPerRequestSignatureRefusedWithinItsSecondDoesNotFailTheNextCall() throws IOException {
    Keyring keyring = test.keyring(ApiKey.signed("key-1", SECRET));
    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(401, Map.of(), false)).isFalse();

    assertThat(new TestCall(keyring).send(API)).containsOnlyKeys("x-api-key", "x-signature");
  }

  @Test
  void aRefusalIsToldAlsoIfNoOtherCredentialCanBeHad() throws IOException {
    CountingScheme scheme = new CountingScheme(Duration.ofMinutes(5));
    TestCall call = test.call(scheme);
    call.send(API);
    scheme.failing(true);

    assertThat(call.answered(401)).as("the caller gets the refusal").isFalse();
    assertThat(test.events.of("refused")).containsExactly("refused " + API + " 401");
  }

  @Test
  void aRotatedKeyIsTriedAtOnce() throws IOException {
    AtomicReference<SigningKey> key = new AtomicReference<>(RSA);
    Keyring keyring = test.keyring(AuthgearAdmin.project("myapp", key::get));
    TestCall revoked = new TestCall(keyring);
    revoked.send(API);
    assertThat(revoked.answered(403)).isTrue();
    revoked.send(API);
    assertThat(revoked.answered(403)).isFalse();
    TestCall resting = new TestCall(keyring);
    resting.send(API);
    assertThat(resting.answered(403)).as("within the back-off").isFalse();

    key.set(SigningKey.rs256("kid-2", TestKeys.otherRsa().getPrivate()));
    TestCall rotated = new TestCall(keyring);
    rotated.send(API);
    assertThat(rotated.answered(403)).isTrue();
    String bearer = TestCall.bearer(rotated.send(API));
    assertThat(Token.rs256(bearer, TestKeys.otherRsa()).header()).containsEntry("kid", "kid-2");
    assertThat(test.events.of("keyChanged")).containsExactly("keyChanged " + API + " RS256 kid-2");
  }

  @Test
  void whereAnotherTokenHelpedTheNextRefusalIsAnsweredAtOnce() throws IOException {
    assertEachRefusalIsAnswered(test.keyring(jwt()));
  }

  @Test
  void callsThatAreRefusedBesideEachOtherAreEachSentAgain() throws IOException {
    assertEachRefusalIsAnswered(test.keyring(CountingScheme.nonces()));
  }

  private static void assertEachRefusalIsAnswered(Keyring keyring) throws IOException {
    for (int i = 0; i < 10; i++) {
      TestCall call = new TestCall(keyring);
      call.send(API);
      assertThat(call.answered(401)).as("refusal %s", i).isTrue();
      call.send(API);
      assertThat(call.answered(200)).isFalse();
    }
  }

  private static boolean isRefusal(Keyring keyring, int status) throws IOException {
    TestCall call = new TestCall(keyring);
    call.send(API);
    return call.answered(status);
  }

  private static JwtScheme jwt() {
    return JwtScheme.signedWith(KEY).lifetime(Duration.ofMinutes(5)).build();
  }

  private static Token token(Map<String, String> headers) {
    return Token.hs256(TestCall.bearer(headers), SECRET);
  }

  private static long iat(Map<String, String> headers) {
    return (Long) token(headers).claims().get("iat");
  }
}
