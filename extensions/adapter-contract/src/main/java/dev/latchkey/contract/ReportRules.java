package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.contract.TestClient.Body;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Each response that answers a credential is reported to the keyring once, whatever becomes of it.
 */
interface ReportRules {
  TestEnvironment stage();

  /** Issues {@code t1}, {@code t2} and so on, and notes each status that it is asked about. */
  final class Asked implements AuthScheme {
    final List<Integer> statuses = new CopyOnWriteArrayList<>();
    final AtomicInteger issued = new AtomicInteger();

    @Override
    public Credential issue(IssueContext context) {
      return Credential.of("x-token", "t" + issued.incrementAndGet())
          .reusableUntil(context.now().plus(Duration.ofHours(1)));
    }

    @Override
    public boolean isRefusal(int status) {
      statuses.add(status);
      return status == 401;
    }

    @Override
    public Set<String> headerNames() {
      return Set.of("x-token");
    }
  }

  private List<Integer> asked(Call call, Reply... replies) throws Exception {
    TestEnvironment stage = stage();
    Asked scheme = new Asked();
    stage.vendor.reply(replies);
    stage.send(stage.client(scheme), call);
    return scheme.statuses;
  }

  private Call get() {
    return Call.get(stage().vendor.uri("/"));
  }

  @Test
  default void aResponseIsReportedOnceWhateverItsStatus() throws Exception {
    for (int status : new int[] {200, 204, 403, 500}) {
      assertThat(asked(get(), Reply.of(status, ""))).containsExactly(status);
    }
  }

  @Test
  default void theResponseToARetryIsReportedToo() throws Exception {
    assertThat(asked(get(), Reply.of(401, "no"), Reply.of(200, "ok"))).containsExactly(401, 200);
    assertThat(asked(get(), Reply.of(401, "no"), Reply.of(401, "no"))).containsExactly(401, 401);
  }

  @Test
  default void aRedirectIsReportedLikeWhatItLeadsTo() throws Exception {
    assertThat(asked(get(), Reply.redirect(302, "/2"), Reply.of(200, "ok")))
        .containsExactly(302, 200);
    assertThat(
            asked(
                get(),
                Reply.redirect(302, "/2"),
                Reply.of(401, "no"),
                Reply.redirect(307, "/3"),
                Reply.of(401, "no")))
        .containsExactly(302, 401, 307, 401);
  }

  @Test
  default void aResponseFromElsewhereIsNotReported() throws Exception {
    stage().foreign.reply(Reply.of(401, "who?"));

    assertThat(asked(get(), Reply.redirect(302, stage().foreign.origin() + "/")))
        .containsExactly(302);
  }

  @Test
  default void aRefusalOfABodyThatIsNotSentAgainIsReported() throws Exception {
    Call post = Call.post(stage().vendor.uri("/"), Body.ONE_SHOT);

    assertThat(asked(post, Reply.of(401, "no"))).containsExactly(401);
  }

  @Test
  default void credentialsForOneRequestThatAreAllRefusedCostOneRetryAndNoStorm() throws Exception {
    TestEnvironment stage = stage();
    AtomicInteger issued = new AtomicInteger();
    TestClient client =
        stage.client(
            context -> Credential.of("x-token", "t" + issued.incrementAndGet()).singleUse());
    stage.vendor.reply(Reply.of(401, "no"));

    for (int i = 0; i < 10; i++) {
      assertThat(stage.send(client, get()).status()).isEqualTo(401);
    }

    assertThat(stage.vendor.requests()).hasSize(11);
    assertThat(issued).hasValue(11);
    assertThat(stage.refusals).hasSize(11).containsOnlyOnce(true);
  }

  @Test
  default void aRetryThatIsAcceptedByARedirectElsewhereEndsTheBackOff() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(new Asked());
    stage.vendor.reply(
        Reply.of(401, "revoked"),
        Reply.redirect(302, stage.foreign.origin() + "/there"),
        Reply.of(401, "revoked once more"),
        Reply.of(200, "ok"));

    assertThat(stage.send(client, get()).body()).isEqualTo("ok");
    assertThat(stage.send(client, get()).body()).isEqualTo("ok");

    assertThat(stage.vendor.sent("x-token")).containsExactly("t1", "t2", "t2", "t3");
  }
}
