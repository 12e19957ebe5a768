package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import dev.latchkey.vendor.AuthgearAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which credential takes the place of one that was refused. */
class CredentialReplacementTest {
  private static final String API = "https://api.test";

  /** Many refusals at once of one credential whose key comes from a supplier. */
  @Nested
  class ForManyAtOnce {
    private static final int CALLS = 500;

    private final TestKeyring test = new TestKeyring().jitter(() -> 0.999).byHand();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String secret = "an-old-secret-of-more-than-thirty-two-bytes";

    private final Keyring keyring =
        test.keyring(JwtScheme.signedWith(this::key).lifetime(Duration.ofMinutes(5)).build());

    @Test
    void withinTheBackOffTheKeyIsAskedForOnceForAllOfThem() throws Exception {
      List<AuthAttempt> attempts = sentWithinTheBackOff();
      asked.set(0);
      int issued = test.events.count("issued");

      List<CompletableFuture<Boolean>> again = refuse(attempts);
      assertThat(test.byHand.waiting()).as("questions under way").isEqualTo(1);
      test.byHand.run();

      for (CompletableFuture<Boolean> one : again) {
        assertThat(TestCall.await(one)).isFalse();
      }
      assertThat(asked).hasValue(1);
      assertThat(test.events.count("issued") - issued).isZero();
    }

    @Test
    void aKeyThatWasRotatedPassesTheBackOffWithOneIssueForAllOfThem() throws Exception {
      List<AuthAttempt> attempts = sentWithinTheBackOff();
      int issued = test.events.count("issued");
      asked.set(0);
      secret = "a-new-secret-of-more-than-thirty-two-bytes!";

      List<CompletableFuture<Boolean>> again = refuse(attempts);
      test.byHand.run();

      for (CompletableFuture<Boolean> one : again) {
        assertThat(TestCall.await(one)).isTrue();
      }
      assertThat(test.events.count("issued") - issued).isEqualTo(1);
      assertThat(asked.get()).as("questions").isLessThanOrEqualTo(4);
    }

    @Test
    void afterARefusedRetryItIsNotAskedForAtAll() throws Exception {
      TestCall call = new TestCall(keyring);
      CompletableFuture<Credential> credential = call.ask(API);
      test.byHand.run();
      assertThat(credential).isDone();
      CompletableFuture<Boolean> again = call.received(401, name -> null, true);
      test.byHand.run();
      assertThat(TestCall.await(again)).isTrue();
      assertThat(call.ask(API)).isDone();
      asked.set(0);

      assertThat(call.answered(401)).isFalse();
      assertThat(test.byHand.waiting()).isZero();
      assertThat(asked).hasValue(0);
    }

    private List<AuthAttempt> sentWithinTheBackOff() throws Exception {
      sent(1).get(0).received(401, name -> null, true).cancel(false);
      test.byHand.run();
      return sent(CALLS);
    }

    private List<AuthAttempt> sent(int calls) throws Exception {
      List<AuthAttempt> attempts = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        AuthAttempt attempt = new TestCall(keyring).attempt(API);
        CompletableFuture<Credential> credential = attempt.credential();
        test.byHand.run();
        assertThat(TestCall.await(credential).headers()).isNotEmpty();
        attempts.add(attempt);
      }
      return attempts;
    }

    private static List<CompletableFuture<Boolean>> refuse(List<AuthAttempt> attempts) {
      return attempts.stream().map(one -> one.received(401, name -> null, true)).toList();
    }

    private SigningKey key() {
      asked.incrementAndGet();
      return SigningKey.hs256(secret);
    }
  }

  /** The tokens of two paths, of which one was replaced in vain a moment ago. */
  @Nested
  class OfAPath {
    private final TestKeyring test = new TestKeyring().jitter(() -> 0.999).byHand();
    private final SigningKey key = SigningKey.hs256("a-secret-of-more-than-thirty-two-bytes");

    private final Keyring keyring =
        test.keyring(
            JwtScheme.signedWith(() -> key)
                .claim("path", IssueContext::path)
                .lifetime(Duration.ofMinutes(5))
                .build());

    @Test
    void whoMeetsTheQuestionAboutTheKeyWhenTheTokenIsNearItsEndGetsAnother() throws Exception {
      TestCall refused = new TestCall(keyring);
      Map<String, String> first = send(refused, "/a");
      test.clock.advance(Duration.ofSeconds(269));
      TestCall inVain = new TestCall(keyring);
      send(inVain, "/b");
      assertThat(answered(inVain)).isTrue();
      send(inVain, "/b");
      assertThat(answered(inVain)).isFalse();

      CompletableFuture<Boolean> again = refused.received(401, name -> null, true);
      assertThat(again).as("asks for the key").isNotDone();
      test.clock.advance(Duration.ofSeconds(1));
      CompletableFuture<Credential> other = new TestCall(keyring).ask(API + "/a");
      assertThat(other).isNotDone();
      test.byHand.run();

      assertThat(TestCall.await(again)).isFalse();
      assertThat(TestCall.await(other).headers()).isNotEqualTo(first);
    }

    private Map<String, String> send(TestCall call, String path) throws Exception {
      return test.byHand.await(call.ask(API + path)).headers();
    }

    private boolean answered(TestCall call) throws Exception {
      return test.byHand.await(call.received(401, name -> null, true));
    }
  }

  /** A token is refused after its renewal was signed with the old key, and before it is cached. */
  @Nested
  class DuringARenewal {
    private static final String OLD = "an-old-secret-of-more-than-thirty-two-bytes";
    private static final String NEW = "a-new-secret-of-more-than-thirty-two-bytes";

    private final TestKeyring test = new TestKeyring().byHand();
    private final AtomicReference<SigningKey> key = new AtomicReference<>(SigningKey.hs256(OLD));
    private final AtomicReference<CompletableFuture<Boolean>> renewed = new AtomicReference<>();
    private final AtomicReference<AuthAttempt> attempt = new AtomicReference<>();

    private final Keyring keyring =
        test.listener(
                new KeyringListener() {
                  @Override
                  public void issued(IssuedEvent event) {
                    if (event.isInBackground()) {
                      key.set(SigningKey.hs256(NEW));
                      CompletableFuture.runAsync(() -> refuse())
                          .orTimeout(10, TimeUnit.SECONDS)
                          .join();
                    }
                  }
                })
            .keyring(JwtScheme.signedWith(key::get).lifetime(Duration.ofMinutes(5)).build());

    @Test
    void theRetryIsSignedWithTheNewKey() throws Exception {
      TestCall call = new TestCall(keyring);
      attempt.set(call.attempt(API));
      CompletableFuture<Credential> first = attempt.get().credential();
      test.byHand.run();
      TestCall.await(first);
      test.clock.advance(Duration.ofSeconds(250));
      assertThat(new TestCall(keyring).ask(API)).as("starts the renewal").isDone();
      test.byHand.run();

      assertThat(TestCall.await(renewed.get())).isTrue();
      assertThat(Token.isHs256(TestCall.bearer(call.send(API)), NEW)).isTrue();
    }

    private void refuse() {
      renewed.set(attempt.get().received(401, name -> null, true));
    }
  }

  /** A refused token was replaced already, but by one that would be refused as well. */
  @Nested
  class AfterAnother {
    private static final String URL = "https://myapp.test/";

    private final TestKeyring test = new TestKeyring().jitter(() -> 0);
    private final AtomicReference<SigningKey> key =
        new AtomicReference<>(SigningKey.rs256("old", TestKeys.rsa().getPrivate()));
    private final Keyring keyring =
        test.builder().add("https://myapp.test", AuthgearAdmin.project("myapp", key::get)).build();

    @Test
    void theRetryIsSignedWithTheNewKeyAlsoIfATokenOfTheOldOneCameBetween() throws Exception {
      TestCall call = new TestCall(keyring);
      final Token sent = token(call.send(URL));
      renewInBackground();
      key.set(SigningKey.rs256("new", TestKeys.otherRsa().getPrivate()));

      assertThat(call.answered(403)).isTrue();

      assertThat(sent.header()).containsEntry("kid", "old");
      assertThat(token(call.send(URL)).header()).containsEntry("kid", "new");
    }

    @Test
    void theRetryIsDatedByTheServersClockAlsoIfAnotherTokenCameBetween() throws Exception {
      new TestCall(keyring).send(URL);
      test.clock.advance(Duration.ofSeconds(241));
      TestCall call = new TestCall(keyring);
      // The old token, while another one is issued in the background.
      call.send(URL);
      Duration ahead = Duration.ofMinutes(10);

      assertThat(call.answered(403, test.date(ahead), true)).isTrue();

      long issuedAt = (long) token(call.send(URL)).claims().get("iat");
      assertThat(issuedAt)
          .isGreaterThan(test.clock.instant().getEpochSecond())
          .isLessThanOrEqualTo(test.clock.instant().plus(ahead).getEpochSecond());
    }

    private void renewInBackground() throws CredentialException {
      test.clock.advance(Duration.ofSeconds(241));
      new TestCall(keyring).send(URL);
    }

    private static Token token(Map<String, String> headers) {
      return Token.parse(TestCall.bearer(headers));
    }
  }
}
