package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Parts that cannot be issued: who is held back, and what is used meanwhile. */
class PartFailureTest {
  private static final String API = "https://api.test/";

  private final TestKeyring test = new TestKeyring();
  private final Fetched fetched = new Fetched("Authorization");
  private final AtomicInteger nonces = new AtomicInteger();
  private final AuthScheme nonce =
      AuthScheme.computed(
          context -> Credential.of("x-nonce", "n" + nonces.incrementAndGet()).singleUse());

  @Test
  void aPartThatFailsIsHeldBackByItselfAndToldOnce() throws IOException {
    Keyring keyring = test.keyring(context -> context.credential(fetched).and("x-key", "k"));
    fetched.failure = new IOException("down");
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> new TestCall(keyring).send(API))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("next try at");
    }
    assertThat(fetched.fetches).hasValue(1);
    assertThat(test.events.count("issueFailed")).isEqualTo(1);

    fetched.failure = null;
    test.clock.advance(Duration.ofSeconds(1));

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t2");
  }

  @Test
  void theOldPartServesWhileItCannotBeRenewed() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, nonce));
    new TestCall(keyring).send(API);
    fetched.failure = new IOException("down");
    test.clock.advance(Duration.ofMinutes(59).plusSeconds(30));

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");

    test.clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class);
  }

  @Test
  void whatAPartWasExchangedForServesToItsEndWhileThePartFails() throws IOException {
    Keyring keyring = test.keyring(exchanging(fetched, Duration.ofHours(3)));
    new TestCall(keyring).send(API);
    fetched.failure = new IOException("down");
    test.clock.advance(Duration.ofHours(3).minusSeconds(30));

    for (int i = 0; i < 3; i++) {
      assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "t1"));
    }

    test.clock.advance(Duration.ofSeconds(30));
    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class);
  }

  @Test
  void aPartForEachRequestThatFailsHoldsBackWhatItIsExchangedFor() throws IOException {
    AtomicInteger signatures = new AtomicInteger();
    AuthScheme assertion =
        context -> {
          if (signatures.incrementAndGet() > 1) {
            throw new IOException("down");
          }
          return Credential.of("Authorization", "t1").singleUse();
        };
    Keyring keyring = test.keyring(exchanging(assertion, Duration.ofHours(1)));
    new TestCall(keyring).send(API);
    test.clock.advance(Duration.ofHours(1));

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> new TestCall(keyring).send(API))
          .isInstanceOf(CredentialException.class);
    }

    assertThat(signatures).hasValue(2);
    assertThat(test.events.count("issueFailed")).isEqualTo(1);
  }

  @Test
  void aPartThatWasRenewedServesToItsEndWhileWhatIsMadeOfItCannotBeMadeAnew() throws IOException {
    AtomicReference<IOException> failure = new AtomicReference<>();
    Keyring keyring =
        test.keyring(
            context -> {
              Credential part = context.credential(fetched);
              if (failure.get() != null) {
                throw failure.get();
              }
              return part;
            });
    new TestCall(keyring).send(API);
    failure.set(new IOException("down"));
    test.clock.advance(Duration.ofMinutes(52));

    for (int minute = 52; minute < 60; minute++) {
      assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");
      assertThat(fetched.fetches).as("is renewed").hasValue(2);
      test.clock.advance(Duration.ofMinutes(1));
    }
    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class);
  }

  @Test
  void nobodyWaitsBecauseAPartWasRenewed() throws IOException {
    Keyring keyring = test.byHand().keyring(context -> context.credential(fetched));
    CompletableFuture<Credential> first = new TestCall(keyring).ask(API);
    test.byHand.run();
    assertThat(TestCall.await(first).headers()).containsEntry("Authorization", "t1");
    test.clock.advance(Duration.ofMinutes(52));

    for (int i = 0; i < 4; i++) {
      assertThat(new TestCall(keyring).ask(API)).isCompleted();
      test.byHand.run();
    }

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t2");
    assertThat(fetched.fetches).hasValue(2);
  }

  private static AuthScheme exchanging(AuthScheme part, Duration life) {
    return context -> {
      String assertion = context.credential(part).headers().get("Authorization");
      return Credential.of("x", assertion).reusableUntil(context.now().plus(life));
    };
  }

  @Test
  void partsThatAskForEachOtherFail() {
    AtomicReference<AuthScheme> other = new AtomicReference<>();
    AuthScheme one = context -> context.credential(other.get());
    other.set(context -> context.credential(one));
    Keyring keyring = test.keyring(context -> context.credential(one));

    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class)
        .hasStackTraceContaining("its scheme asked for one while it was issuing it");
  }
}
