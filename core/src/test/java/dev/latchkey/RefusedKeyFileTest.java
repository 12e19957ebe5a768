package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder with two keys, of which a server takes one, both or none. */
class RefusedKeyFileTest {
  private static final String API = "https://api.test";
  private static final KeyPair A = TestKeys.rsa();
  private static final KeyPair B = TestKeys.otherRsa();

  private final TestKeyring test = new TestKeyring();
  @TempDir Path folder;
  private Set<KeyPair> taken = Set.of(A, B);
  private Keyring keyring;
  private int requests;

  /** As kubelet writes a Secret: at one time. The names decide for b. */
  @BeforeEach
  void mount() throws IOException {
    KeyFiles.write(folder, "a.pem", KeyFiles.PEM, 1);
    KeyFiles.write(folder, "b.pem", KeyFiles.OTHER_PEM, 1);
    keyring =
        test.keyring(
            JwtScheme.signedWith(KeyFile.newestIn(folder)).lifetime(Duration.ofMinutes(5)).build());
  }

  @Test
  void theOtherKeyIsFoundWhenTheVendorDropsTheOneInUse() throws IOException {
    assertThat(call(false)).isTrue();
    for (int round = 0; round < 3; round++) {
      for (Set<KeyPair> next : List.of(Set.of(A), Set.of(B))) {
        taken = next;
        for (int i = 0; i < 20; i++) {
          assertThat(call(false)).as("call %s", i).isTrue();
          test.clock.advance(Duration.ofSeconds(30));
        }
      }
    }
  }

  @Test
  void aRequestThatIsAlwaysRefusedCostsNobodyElseTheRightKey() throws IOException {
    for (Set<KeyPair> right : List.of(Set.of(A), Set.of(B))) {
      taken = right;
      // Past the back-off of the refusals before.
      test.clock.advance(Duration.ofSeconds(31));
      assertThat(call(false)).isTrue();
      for (int i = 0; i < 100; i++) {
        assertThat(call(true)).isFalse();
        assertThat(call(false)).as("after refusal %s", i).isTrue();
        test.clock.advance(Duration.ofMillis(500));
      }
    }
  }

  @Test
  void aRequestThatCannotBeSentAgainIsNotSentWithTheWrongKeyAfterATrial() throws IOException {
    taken = Set.of(B);
    for (int i = 0; i < 20; i++) {
      assertThat(call(true)).isFalse();
      TestCall once = new TestCall(keyring);
      assertThat(isTaken(once)).as("after refusal %s", i).isTrue();
      assertThat(once.answered(200)).isFalse();
      test.clock.advance(Duration.ofSeconds(2));
    }
  }

  @Test
  void whereNeitherIsTakenThereIsNoStorm() throws IOException {
    call(false);
    taken = Set.of();
    requests = 0;
    int before = test.events.count("issued");
    for (int i = 0; i < 6_000; i++) {
      assertThat(call(false)).isFalse();
      test.clock.advance(Duration.ofMillis(10));
    }
    assertThat(test.events.count("issued") - before).isLessThan(30);
    assertThat(requests - 6_000).isLessThan(30);
    taken = Set.of(A);
    for (int i = 0; i < 100 && !call(false); i++) {
      test.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(call(false)).as("comes back").isTrue();
  }

  private boolean call(boolean forbidden) throws IOException {
    TestCall call = new TestCall(keyring);
    for (int attempt = 0; attempt < 2; attempt++) {
      requests++;
      if (isTaken(call) && !forbidden) {
        assertThat(call.answered(200)).isFalse();
        return true;
      }
      if (!call.answered(401)) {
        return false;
      }
    }
    throw new AssertionError("sent a third time");
  }

  private boolean isTaken(TestCall call) throws IOException {
    String jwt = TestCall.bearer(call.send(API));
    return taken.stream().anyMatch(key -> Token.isRs256(jwt, key));
  }
}
