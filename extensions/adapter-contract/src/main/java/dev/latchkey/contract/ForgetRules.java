package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Credential;
import dev.latchkey.contract.TestClient.Call;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is held for an origin can be dropped, as when a user logs out. */
interface ForgetRules {
  TestEnvironment stage();

  @Test
  default void aForgottenCredentialIsNotSentAgain() throws Exception {
    TestEnvironment stage = stage();
    AtomicInteger user = new AtomicInteger();
    TestClient client =
        stage.client(
            context ->
                Credential.of("x-token", "user" + user.incrementAndGet())
                    .reusableUntil(context.now().plus(Duration.ofHours(1))));

    stage.send(client, Call.get(stage.vendor.uri("/")));
    stage.send(client, Call.get(stage.vendor.uri("/")));
    stage.keyring().forget(stage.vendor.origin());
    stage.send(client, Call.get(stage.vendor.uri("/")));
    stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(stage.vendor.sent("x-token")).containsExactly("user1", "user1", "user2", "user2");
  }
}
