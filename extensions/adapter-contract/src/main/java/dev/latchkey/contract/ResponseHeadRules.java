package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.ResponseHead;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.contract.TestClient.Body;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Refusals that a header tells, and what schemes learn from responses. */
interface ResponseHeadRules {
  TestEnvironment stage();

  /** Sends the nonce that the server told last; refused by 400 with a nonce. */
  final class Nonces implements AuthScheme {
    final List<String> observed = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();

    @Override
    public Credential issue(IssueContext context) {
      String refusal =
          context
              .refusal()
              .map(head -> head.status() + head.header("x-nonce").orElse(""))
              .orElse("");
      if (!refusal.isEmpty()) {
        refusals.add(refusal);
      }
      return Credential.of("x-proof", "of " + (observed.isEmpty() ? "" : observed.get(0)) + "!")
          .reusableUntil(context.now().plus(Duration.ofHours(1)));
    }

    @Override
    public boolean isRefusal(ResponseHead response) {
      return response.status() == 400 && response.header("X-Nonce").isPresent();
    }

    @Override
    public void observe(ResponseHead response) {
      observed.add(0, response.header("X-Nonce").orElse(""));
    }
  }

  @Test
  default void aRefusalThatAHeaderTellsIsFollowedByARetryThatKnowsIt() throws Exception {
    TestEnvironment stage = stage();
    Nonces scheme = new Nonces();
    TestClient client = stage.client(scheme);
    stage.vendor.reply(
        Reply.of(400, "a nonce, please").with("X-Nonce", "n1"), Reply.of(200, "accepted"));

    Answer answer = stage.send(client, Call.post(stage.vendor.uri("/"), Body.REPLAYABLE));

    assertThat(answer.body()).isEqualTo("accepted");
    assertThat(stage.vendor.sent("x-proof")).containsExactly("of !", "of n1!");
    assertThat(scheme.refusals).containsExactly("400n1");
    assertThat(scheme.observed).containsExactly("", "n1");
  }

  @Test
  default void theSameStatusWithoutTheHeaderIsTheCallers() throws Exception {
    TestEnvironment stage = stage();
    Nonces scheme = new Nonces();
    TestClient client = stage.client(scheme);
    stage.vendor.reply(Reply.of(400, "nonsense"), Reply.of(401, "not yours"));

    Answer bad = stage.send(client, Call.get(stage.vendor.uri("/")));
    Answer refused = stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(bad.body()).isEqualTo("nonsense");
    assertThat(refused.body()).isEqualTo("not yours");
    assertThat(stage.vendor.requests()).hasSize(2);
    assertThat(scheme.observed).hasSize(2);
  }

  @Test
  default void aSchemeIsToldOfEachResponseToItsCredentialAndOfNoOther() throws Exception {
    TestEnvironment stage = stage();
    Nonces scheme = new Nonces();
    TestClient client = stage.client(scheme);
    stage.vendor.reply(
        Reply.redirect(307, "/next").with("X-Nonce", "n1"),
        Reply.redirect(307, stage.foreign.origin()).with("X-Nonce", "n2"));
    stage.foreign.reply(Reply.of(400, "there").with("X-Nonce", "foreign"));

    Answer answer = stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(answer.body()).isEqualTo("there");
    assertThat(scheme.observed).containsExactly("n2", "n1");
  }
}
