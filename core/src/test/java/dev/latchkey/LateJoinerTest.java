package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A caller that comes when an issue is almost over, and time has gone by since it was begun. */
class LateJoinerTest {
  private static final URI URL = URI.create("https://api.test/");

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  private final ByHand byHand = new ByHand();
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
              moment.advance(Duration.ofHours(1));
              CompletableFuture.runAsync(() -> late.set(headers(itself.get())))
                  .orTimeout(10, TimeUnit.SECONDS)
                  .join();
            }
          }
        };
    Keyring keyring =
        Keyring.builder()
            .add("https://api.test", new Counter(Duration.ofMinutes(5)))
            .clock(moment)
            .timing(moment.nanos(), () -> 0.5)
            .executor(byHand)
            .listener(suspended)
            .build();
    itself.set(keyring);
    CompletableFuture<Map<String, String>> first = headers(keyring);
    byHand.run();

    assertThat(TestCall.await(first)).as("had come before").containsEntry("x", "t1");
    assertThat(TestCall.await(late.get())).containsEntry("x", "t2");
  }

  private static CompletableFuture<Map<String, String>> headers(Keyring keyring) {
    AuthCall call = keyring.newCall();
    return call.attempt("GET", URL, name -> null).credential().thenApply(Credential::headers);
  }
}
