package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.vendor.StatusEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryOnceTest {
  private static final String API = "https://api.test";

  private final TestKeyring test = new TestKeyring();

  @Test
  void aCallIsSentAgainOnceThoughEachHopHasACredentialOfItsOwn() throws IOException {
    Keyring keyring = test.keyring(StatusEntry.keyPairBoundToPath("AK", "SK456"));
    TestCall call = new TestCall(keyring);
    call.send(API + "/a");
    assertThat(call.answered(401)).isTrue();
    call.send(API + "/a");
    assertThat(call.answered(302)).isFalse();
    Map<String, String> refused = call.send(API + "/b");

    assertThat(call.answered(401)).isFalse();
    assertThat(new TestCall(keyring).send(API + "/b")).as("the next call's").isNotEqualTo(refused);
  }

  @Test
  void aSlowSecondRefusalDoesNotDropTheTokenEither() throws IOException {
    Keyring keyring = test.keyring(new CountingScheme(Duration.ofMinutes(5)));
    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(401)).isTrue();
    call.send(API);
    // Longer than the rest that follows the first refusal.
    test.clock.advance(Duration.ofSeconds(40));

    assertThat(call.answered(401)).isFalse();
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "t2");
    assertThat(test.events.count("issued")).isEqualTo(2);
  }

  @Test
  void aLateRefusalOfAnOldTokenIsAnsweredWithTheCurrentOne() throws IOException {
    Keyring keyring = test.keyring(new CountingScheme(Duration.ofMinutes(5)));
    TestCall late = new TestCall(keyring);
    late.send(API);
    test.clock.advance(Duration.ofMinutes(5));
    new TestCall(keyring).send(API);

    assertThat(late.answered(401)).isTrue();
    assertThat(late.send(API)).containsEntry("x", "t2");
    assertThat(test.events.count("issued")).isEqualTo(2);
  }
}
