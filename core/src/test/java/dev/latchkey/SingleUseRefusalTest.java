package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SingleUseRefusalTest {
  private static final String URL = "https://api.test/";

  private final TestKeyring test = new TestKeyring();
  private int nonce;

  @Test
  void aRevokedKeyCostsOneMoreIssuePerStepOfTheBackOff() throws Exception {
    try (Keyring keyring = test.keyring(context -> Credential.of("x", "n" + ++nonce).singleUse())) {
      for (int i = 0; i < 6_000; i++) {
        call(keyring, false);
        test.clock.advance(Duration.ofMillis(10));
      }
    }
    assertThat(nonce).isBetween(6_001, 6_008);
  }

  @Test
  void callsThatAreRefusedBesideEachOtherAreEachSentAgain() throws Exception {
    try (Keyring keyring = test.keyring(context -> Credential.of("x", "n" + ++nonce).singleUse())) {
      for (int i = 0; i < 10; i++) {
        assertThat(call(keyring, true)).isTrue();
      }
    }
  }

  @Test
  void aValueThatChangedIsTriedAtOnceAlsoAfterRetriesInVain() throws Exception {
    AtomicReference<String> value = new AtomicReference<>("1");
    try (Keyring keyring = test.keyring(AuthScheme.header("x", value::get))) {
      TestCall first = new TestCall(keyring);
      first.send(URL);
      value.set("2");
      assertThat(first.answered(401)).isTrue();
      first.send(URL);
      assertThat(first.answered(401)).isFalse();

      TestCall second = new TestCall(keyring);
      second.send(URL);
      value.set("3");
      assertThat(second.answered(401)).isTrue();
      assertThat(second.send(URL)).containsEntry("x", "3");
    }
  }

  /** Makes a call that is refused, and says whether it is sent again. */
  private boolean call(Keyring keyring, boolean acceptedThen) throws Exception {
    TestCall call = new TestCall(keyring);
    call.send(URL);
    boolean again = call.answered(401);
    if (again) {
      call.send(URL);
      call.answered(acceptedThen ? 200 : 401);
    }
    return again;
  }
}
