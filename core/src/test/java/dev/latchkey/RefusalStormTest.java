package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.ManualClock;
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

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  private final ByHand byHand = new ByHand();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger issued = new AtomicInteger();
  private volatile String secret = "an-old-secret-of-more-than-thirty-two-bytes";

  private final Keyring keyring =
      Keyring.builder()
          .add(
              "https://api.test",
              JwtScheme.signedWith(this::key).lifetime(Duration.ofMinutes(5)).build())
          .clock(moment)
          .timing(moment.nanos(), () -> 0.999)
          .executor(byHand)
          .listener(
              new KeyringListener() {
                @Override
                public void issued(IssuedEvent event) {
                  issued.incrementAndGet();
                }
              })
          .build();

  @Test
  void withinTheBackOffTheKeyIsAskedForOnceForAllOfThem() throws Exception {
    List<AuthAttempt> first = sent(1);
    first.get(0).received(401, name -> null, true).cancel(false);
    byHand.run();
    List<AuthAttempt> attempts = sent(CALLS);
    asked.set(0);
    issued.set(0);

    List<CompletableFuture<Boolean>> again = refuse(attempts);
    assertThat(byHand.waiting()).as("questions under way").isEqualTo(1);
    byHand.run();

    for (CompletableFuture<Boolean> one : again) {
      assertThat(TestCall.await(one)).isFalse();
    }
    assertThat(asked).hasValue(1);
    assertThat(issued).hasValue(0);
  }

  @Test
  void aKeyThatWasRotatedPassesTheBackOffWithOneIssueForAllOfThem() throws Exception {
    List<AuthAttempt> first = sent(1);
    first.get(0).received(401, name -> null, true).cancel(false);
    byHand.run();
    List<AuthAttempt> attempts = sent(CALLS);
    issued.set(0);
    asked.set(0);
    secret = "a-new-secret-of-more-than-thirty-two-bytes!";

    List<CompletableFuture<Boolean>> again = refuse(attempts);
    byHand.run();

    for (CompletableFuture<Boolean> one : again) {
      assertThat(TestCall.await(one)).isTrue();
    }
    assertThat(issued).hasValue(1);
    assertThat(asked.get()).as("questions").isLessThanOrEqualTo(4);
  }

  private List<AuthAttempt> sent(int calls) throws Exception {
    List<AuthAttempt> attempts = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      AuthAttempt attempt = keyring.newCall().attempt("GET", URL, name -> null);
      CompletableFuture<Credential> credential = attempt.credential();
      byHand.run();
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
