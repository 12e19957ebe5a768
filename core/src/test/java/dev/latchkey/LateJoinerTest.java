package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A caller that comes when an issue is almost over, and time has gone by since it was begun. */
class LateJoinerTest {
  private static final String API = "https://api.test";

  private final TestKeyring test = new TestKeyring().byHand();
  private final AtomicReference<CompletableFuture<Map<String, String>>> late =
      new AtomicReference<>();

  @Test
  void isNotGivenWhatHadEndedBeforeHeCame() throws Exception {
    AtomicReference<Keyring> itself = new AtomicReference<>();
    KeyringListener suspended =
        new KeyringListener() {
          @Override
          public void issued(IssuedEvent event) {
            if (late.get() == null) {
              test.clock.advance(Duration.ofHours(1));
              CompletableFuture.runAsync(() -> late.set(headers(itself.get())))
                  .orTimeout(10, TimeUnit.SECONDS)
                  .join();
            }
          }
        };
    Keyring keyring = test.listener(suspended).keyring(new CountingScheme(Duration.ofMinutes(5)));
    itself.set(keyring);
    CompletableFuture<Map<String, String>> first = headers(keyring);
    test.byHand.run();

    assertThat(TestCall.await(first)).as("had come before").containsEntry("x", "t1");
    assertThat(TestCall.await(late.get())).containsEntry("x", "t2");
  }

  private static CompletableFuture<Map<String, String>> headers(Keyring keyring) {
    return new TestCall(keyring).ask(API).thenApply(Credential::headers);
  }
}
