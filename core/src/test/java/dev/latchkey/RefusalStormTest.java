package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many refusals at once of one credential whose key comes from a supplier. */
class RefusalStormTest {
  private static final URI URL = URI.create("https://api.test/");
  private static final int CALLS = 500;

  private final TestKeyring test = new TestKeyring().jitter(() -> 0.999).byHand();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile String secret = "an-old-secret-of-more-than-thirty-two-bytes";

  private final Keyring keyring =
      test.keyring(JwtScheme.signedWith(this::key).lifetime(Duration.ofMinutes(5)).build());

  @Test
  void withinTheBackOffTheKeyIsAskedForOnceForAllOfThem() throws Exception {
    List<AuthAttempt> first = sent(1);
    first.get(0).received(401, name -> null, true).cancel(false);
    test.byHand.run();
    List<AuthAttempt> attempts = sent(CALLS);
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
    List<AuthAttempt> first = sent(1);
    first.get(0).received(401, name -> null, true).cancel(false);
    test.byHand.run();
    List<AuthAttempt> attempts = sent(CALLS);
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

  private List<AuthAttempt> sent(int calls) throws Exception {
    List<AuthAttempt> attempts = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      AuthAttempt attempt = keyring.newCall().attempt("GET", URL, name -> null);
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
