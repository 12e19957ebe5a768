package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that a scheme sends as they are. */
class NoneTest {
  private static final String API = "https://api.test";

  private final TestKeyring test = new TestKeyring();

  @Test
  void noCredentialIsNeitherAttachedNorRetriedNorObserved() throws IOException {
    List<Integer> observed = new ArrayList<>();
    Keyring keyring =
        test.keyring(
            new AuthScheme() {
              @Override
              public Credential issue(IssueContext context) {
                return Credential.none();
              }

              @Override
              public void observe(ResponseHead response) {
                observed.add(response.status());
              }
            });
    TestCall call = new TestCall(keyring);

    assertThat(TestCall.await(call.attempt(API).prepare())).isFalse();
    assertThat(call.send(API)).isEmpty();
    assertThat(call.answered(401)).isFalse();
    assertThat(keyring.headersFor("GET", URI.create(API))).isEmpty();
    assertThat(observed).isEmpty();
    assertThat(test.events.all())
        .containsExactly("issued " + API, "unauthenticated " + API + " NONE_ISSUED");
  }

  @Test
  void noCredentialLastsAsLongAsItSays() throws IOException {
    int[] asked = {0};
    Keyring keyring =
        test.keyring(
            context ->
                ++asked[0] == 1
                    ? Credential.none().reusableUntil(context.now().plus(Duration.ofMinutes(5)))
                    : Credential.of("x", "1"));

    assertThat(new TestCall(keyring).send(API)).isEmpty();
    test.clock.advance(Duration.ofMinutes(3));
    assertThat(TestCall.await(new TestCall(keyring).attempt(API).prepare())).isFalse();
    assertThat(new TestCall(keyring).send(API)).isEmpty();
    assertThat(asked[0]).isEqualTo(1);
    test.clock.advance(Duration.ofMinutes(3));
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "1");
  }

  @Test
  void aRetryThatGoesWithoutCredentialIsTheLast() throws IOException {
    Keyring keyring =
        test.keyring(
            context -> context.refusal().isPresent() ? Credential.none() : Credential.of("x", "1"));
    TestCall call = new TestCall(keyring);

    call.send(API);
    assertThat(call.answered(401)).isTrue();
    assertThat(call.send(API)).isEmpty();
    assertThat(call.answered(401)).isFalse();
  }

  @Test
  void noneIsNothingInASum() throws IOException {
    Keyring keyring =
        test.keyring(AuthScheme.allOf(context -> Credential.none(), AuthScheme.header("x", "1")));

    assertThat(new TestCall(keyring).send(API)).containsOnlyKeys("x");
    assertThat(Credential.none().and("x", "1").headers()).containsOnlyKeys("x");
    assertThat(Credential.none()).hasToString("Credential[]");
  }
}
