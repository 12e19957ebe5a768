package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.Token;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A token is refused after its renewal was signed with the old key, and before it has landed. */
class RefusalDuringRenewalTest {
  private static final URI URL = URI.create("https://api.test/");
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
    AuthCall call = keyring.newCall();
    attempt.set(attempt(call));
    CompletableFuture<Credential> first = attempt.get().credential();
    test.byHand.run();
    TestCall.await(first);
    test.clock.advance(Duration.ofSeconds(250));
    assertThat(attempt(keyring.newCall()).credential()).as("starts the renewal").isDone();
    test.byHand.run();

    assertThat(TestCall.await(renewed.get())).isTrue();
    String bearer = TestCall.await(attempt(call).credential()).headers().get("Authorization");
    assertThat(Token.isHs256(bearer.substring("Bearer ".length()), NEW)).isTrue();
  }

  private void refuse() {
    renewed.set(attempt.get().received(401, name -> null, true));
  }

  private static AuthAttempt attempt(AuthCall call) {
    return call.attempt("GET", URL, name -> null);
  }
}
