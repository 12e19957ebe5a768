package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scheme that fails may say when to ask it again. */
class RetryAfterTest {
  private static final String API = "https://api.test";

  private final TestKeyring test = new TestKeyring();
  private final Instant start = test.clock.instant();
  private int asked;

  @ParameterizedTest
  @CsvSource({"PT2M,PT2M", "PT0S,PT1S", "PT24H,PT1H"})
  void theSchemeIsLeftAloneAsLongAsItWants(Duration wanted, Duration applied) throws IOException {
    Keyring keyring =
        test.keyring(
            context -> {
              if (++asked == 1) {
                throw CredentialException.retryAfter("the issuer is down", wanted);
              }
              return Credential.of("x", "1");
            });

    CredentialException first = failure(keyring);
    assertThat(first.nextTry()).contains(start.plus(applied));
    assertThat(first).hasMessageContaining("the issuer is down");
    test.clock.advance(applied.minusMillis(1));
    assertThat(failure(keyring).nextTry()).contains(start.plus(applied));
    assertThat(asked).isEqualTo(1);
    test.clock.advance(Duration.ofMillis(1));
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "1");
  }

  @Test
  void theOldCredentialIsUsedMeanwhileAndOtherFailuresBackOffAsEver() throws IOException {
    Keyring keyring =
        test.keyring(
            context -> {
              switch (++asked) {
                case 1 -> {
                  return Credential.of("x", "1")
                      .reusableUntil(context.now().plus(Duration.ofHours(1)));
                }
                case 2 -> throw CredentialException.retryAfter("slow down", Duration.ofMinutes(5));
                default -> throw new IOException("down");
              }
            });
    new TestCall(keyring).send(API);
    test.clock.advance(Duration.ofMinutes(50));
    for (int i = 0; i < 4; i++) {
      assertThat(new TestCall(keyring).send(API)).containsEntry("x", "1");
      test.clock.advance(Duration.ofMinutes(1));
    }
    assertThat(asked).isEqualTo(2);
    test.clock.advance(Duration.ofMinutes(1));
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "1");
    assertThat(asked).isEqualTo(3);
    test.clock.advance(Duration.ofSeconds(2));
    new TestCall(keyring).send(API);
    assertThat(asked).isEqualTo(4);
  }

  @Test
  void aCredentialForOneRequestIsNotHeldBack() throws IOException {
    Keyring keyring =
        test.keyring(
            context -> {
              if (++asked > 1) {
                throw CredentialException.retryAfter("slow down", Duration.ofMinutes(5));
              }
              return Credential.of("x", "1").singleUse();
            });
    new TestCall(keyring).send(API);

    assertThat(failure(keyring).nextTry()).isEmpty();
    assertThat(failure(keyring).nextTry()).isEmpty();
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void whatIsMadeOfAPartIsHeldBackAsLongAsThePartAndNoLonger() throws IOException {
    AuthScheme part =
        context -> {
          if (++asked == 1) {
            throw CredentialException.retryAfter("the issuer is down", Duration.ofMinutes(2));
          }
          return Credential.of("x", "1");
        };
    Keyring keyring = test.keyring(context -> context.credential(part));

    for (int i = 0; i < 12; i++) {
      assertThat(failure(keyring).nextTry()).contains(start.plus(Duration.ofMinutes(2)));
      test.clock.advance(Duration.ofSeconds(10));
    }
    assertThat(asked).isEqualTo(1);
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "1");
  }

  @Test
  void aNegativeWaitIsAnError() {
    assertThatThrownBy(() -> CredentialException.retryAfter("no", Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("retryAfter must not be negative, but was PT-1S");
  }

  @Test
  void aChangeEndsTheWaitAtOnce() throws IOException {
    boolean[] changed = {false};
    Keyring keyring =
        test.keyring(
            context -> {
              if (++asked < 3) {
                changed[0] = false;
                throw CredentialException.retryAfter(
                    "unknown key", Duration.ofHours(1), () -> changed[0]);
              }
              return Credential.of("x", "1");
            });
    failure(keyring);
    test.clock.advance(Duration.ofMinutes(59));
    assertThat(failure(keyring)).hasMessageContaining("unknown key");
    assertThat(asked).isEqualTo(1);

    changed[0] = true;
    assertThat(failure(keyring).nextTry()).contains(test.clock.instant().plus(Duration.ofHours(1)));
    assertThat(failure(keyring)).hasMessageContaining("unknown key");
    assertThat(asked).isEqualTo(2);
    test.clock.advance(Duration.ofSeconds(1));
    changed[0] = true;
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "1");
  }

  /** As with a supplier that gives another object each time, such as a lambda that signs. */
  @Test
  void aChangeThatNeverHelpsDoesNotPassTheBackOff() {
    Keyring keyring =
        test.keyring(
            context -> {
              asked++;
              throw CredentialException.retryAfter(
                  "unknown key", Duration.ofMinutes(10), () -> true);
            });

    for (int i = 0; i < 100; i++) {
      failure(keyring);
    }
    assertThat(asked).isEqualTo(2);
    for (int i = 0; i < 600; i++) {
      test.clock.advance(Duration.ofSeconds(1));
      failure(keyring);
    }
    assertThat(asked).isLessThan(40);
  }

  /** A key that is rotated often: the server knows the new one before it arrives here. */
  @Test
  void eachChangeThatHelpedEndsTheNextWaitAtOnceToo() throws IOException {
    boolean[] unknown = {false};
    boolean[] changed = {false};
    Keyring keyring =
        test.keyring(
            context -> {
              if (unknown[0]) {
                throw CredentialException.retryAfter(
                    "unknown key", Duration.ofMinutes(10), () -> changed[0]);
              }
              return Credential.of("x", "" + ++asked)
                  .reusableUntil(context.now().plus(Duration.ofSeconds(10)));
            });

    for (int rotation = 1; rotation <= 20; rotation++) {
      unknown[0] = true;
      changed[0] = false;
      failure(keyring);
      test.clock.advance(Duration.ofSeconds(1));
      failure(keyring);
      unknown[0] = false;
      changed[0] = true;
      assertThat(new TestCall(keyring).send(API)).containsEntry("x", "" + rotation);
      test.clock.advance(Duration.ofSeconds(11));
    }
  }

  /** The issue after the change fails for another reason, and the one after that succeeds. */
  @Test
  void aChangeThatHelpedLateIsForgottenToo() throws IOException {
    int[] unknown = {0};
    boolean[] changed = {false};
    Keyring keyring =
        test.keyring(
            context -> {
              if (unknown[0] == 2) {
                throw CredentialException.retryAfter(
                    "unknown key", Duration.ofMinutes(10), () -> changed[0]);
              }
              if (unknown[0] == 1) {
                throw new IOException("down");
              }
              return Credential.of("x", "" + ++asked)
                  .reusableUntil(context.now().plus(Duration.ofSeconds(10)));
            });

    for (int rotation = 1; rotation <= 20; rotation++) {
      unknown[0] = 2;
      changed[0] = false;
      failure(keyring);
      unknown[0] = 1;
      changed[0] = true;
      assertThat(failure(keyring)).hasMessageContaining("IOException");
      unknown[0] = 0;
      test.clock.advance(Duration.ofSeconds(2));
      assertThat(new TestCall(keyring).send(API)).containsEntry("x", "" + rotation);
      test.clock.advance(Duration.ofSeconds(11));
    }
  }

  @Test
  void aChangeRenewsAnOldCredentialToo() throws IOException {
    boolean[] changed = {false};
    Keyring keyring =
        test.keyring(
            context -> {
              if (++asked == 2) {
                throw CredentialException.retryAfter(
                    "unknown key", Duration.ofHours(1), () -> changed[0]);
              }
              return Credential.of("x", "" + asked)
                  .reusableUntil(context.now().plus(Duration.ofHours(1)));
            });
    new TestCall(keyring).send(API);
    test.clock.advance(Duration.ofMinutes(50));
    new TestCall(keyring).send(API);
    test.clock.advance(Duration.ofMinutes(5));
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "1");
    assertThat(asked).isEqualTo(2);

    changed[0] = true;
    new TestCall(keyring).send(API);
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "3");
  }

  /** Between the look at the slot and the start of an issue, as another thread could be. */
  @Test
  void aCallThatIsOvertakenGetsWhatWasIssuedForTheOther() throws IOException {
    Keyring[] itself = {null};
    AtomicReference<Map<String, String>> other = new AtomicReference<>();
    CredentialException failure =
        CredentialException.retryAfter(
            "unknown key",
            Duration.ofHours(1),
            () -> {
              if (other.compareAndSet(null, Map.of())) {
                other.set(headers(itself[0]));
              }
              return true;
            });
    Keyring keyring =
        test.keyring(
            context -> {
              if (++asked == 1) {
                throw failure;
              }
              return Credential.of("x", "" + asked);
            });
    itself[0] = keyring;
    failure(keyring);

    assertThat(headers(keyring)).isEqualTo(Map.of("x", "2")).isEqualTo(other.get());
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void soDoesARefusalThatIsOvertaken() throws IOException {
    CountingScheme part = CountingScheme.tokens("x");
    Runnable[] overtaking = {null};
    Keyring keyring =
        test.keyring(
            context -> {
              Credential made = context.credential(part);
              if (++asked == 2) {
                throw CredentialException.retryAfter(
                    "unknown key",
                    Duration.ofHours(1),
                    () -> {
                      Runnable other = overtaking[0];
                      overtaking[0] = () -> {};
                      if (other != null) {
                        other.run();
                      }
                      return other != null;
                    });
              }
              return made;
            });
    TestCall late = new TestCall(keyring);
    late.send(API);
    test.clock.advance(Duration.ofMinutes(52));
    assertThat(headers(keyring)).as("while its renewal fails").isEqualTo(Map.of("x", "t1"));

    overtaking[0] = () -> headers(keyring);
    assertThat(late.received(401, name -> null, true)).isCompletedWithValue(true);
    assertThat(late.send(API)).isEqualTo(Map.of("x", "t2"));
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void whereAskingForAChangeThrowsNothingHasChanged() {
    Keyring keyring =
        test.keyring(
            context -> {
              asked++;
              throw CredentialException.retryAfter(
                  "unknown key",
                  Duration.ofHours(1),
                  () -> {
                    throw new IllegalStateException();
                  });
            });

    failure(keyring);
    assertThat(failure(keyring)).hasMessageContaining("unknown key");
    assertThat(asked).isEqualTo(1);
  }

  private static Map<String, String> headers(Keyring keyring) {
    return new TestCall(keyring).ask(API).thenApply(Credential::headers).getNow(Map.of());
  }

  private CredentialException failure(Keyring keyring) {
    return catchThrowableOfType(CredentialException.class, () -> new TestCall(keyring).send(API));
  }
}
