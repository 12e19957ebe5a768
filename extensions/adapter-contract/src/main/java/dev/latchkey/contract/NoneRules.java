package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Requests that a scheme sends as they are. */
interface NoneRules {
  TestEnvironment stage();

  @Test
  default void aRequestThatNeedsNoCredentialGoesAsItIsAndIsNotRetried() throws Exception {
    TestEnvironment stage = stage();
    AtomicInteger tokens = new AtomicInteger();
    AuthScheme scheme =
        context ->
            context.uri().getPath().equals("/login")
                ? Credential.none()
                : Credential.of("x-token", "t" + tokens.incrementAndGet());
    TestClient client = stage.client(scheme);
    stage.vendor.handle(
        sent ->
            sent.target().equals("/login") ? Reply.of(401, "wrong password") : Reply.of(200, "ok"));

    for (String path : new String[] {"/login", "/things", "/login", "/things"}) {
      Answer answer = stage.send(client, Call.get(stage.vendor.uri(path)));
      assertThat(answer.body()).isEqualTo(path.equals("/login") ? "wrong password" : "ok");
    }

    assertThat(stage.vendor.sent("x-token")).containsExactly("", "t1", "", "t1");
    assertThat(stage.issued).as("one for each path").hasValue(2);
    assertThat(stage.refusals).isEmpty();
  }

  @Test
  default void aRedirectFromARequestWithoutCredentialGetsItsOwn() throws Exception {
    TestEnvironment stage = stage();
    TestClient client =
        stage.client(
            context ->
                context.uri().getPath().equals("/login")
                    ? Credential.none()
                    : Credential.of("x-token", context.refusal().isPresent() ? "new" : "old"));
    stage.vendor.reply(
        Reply.redirect(307, "/things"), Reply.of(401, "old"), Reply.of(200, "accepted"));

    Answer answer = stage.send(client, Call.get(stage.vendor.uri("/login")));

    assertThat(answer.body()).isEqualTo("accepted");
    assertThat(stage.vendor.sent("x-token")).containsExactly("", "old", "new");
  }
}
