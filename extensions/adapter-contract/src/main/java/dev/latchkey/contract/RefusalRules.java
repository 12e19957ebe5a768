package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Credential;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.contract.TestClient.Body;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows when a server does not accept a credential. */
interface RefusalRules {
  TestEnvironment stage();

  @ParameterizedTest
  @EnumSource
  default void aRefusedCredentialIsReplacedOnceIfThereIsAnother(Vendor vendor) throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(Reply.of(vendor.refusal, "refused"), Reply.of(200, "accepted"));

    Answer answer = stage.send(stage.client(vendor.scheme()), Call.get(stage.vendor.uri("/")));

    if (vendor.renewable) {
      assertThat(answer.body()).isEqualTo("accepted");
      assertThat(stage.vendor.requests()).hasSize(2);
      assertThat(vendor.headers())
          .anyMatch(
              name ->
                  !stage
                      .vendor
                      .request(0)
                      .header(name)
                      .equals(stage.vendor.request(1).header(name)));
    } else {
      assertThat(answer.status()).isEqualTo(vendor.refusal);
      assertThat(answer.body()).isEqualTo("refused");
      assertThat(stage.vendor.requests()).hasSize(1);
    }
    assertThat(stage.refusals).containsExactly(vendor.renewable);
  }

  @ParameterizedTest
  @EnumSource
  default void aSecondRefusalReachesTheCallerWithItsBody(Vendor vendor) throws Exception {
    TestEnvironment stage = stage();
    String body = "refused again ".repeat(1_000);
    stage.vendor.reply(
        Reply.of(vendor.refusal, vendor.renewable ? "refused" : body),
        Reply.of(vendor.refusal, body),
        Reply.of(200, "never"));

    Answer answer = stage.send(stage.client(vendor.scheme()), Call.get(stage.vendor.uri("/")));

    assertThat(answer.status()).isEqualTo(vendor.refusal);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(stage.vendor.requests()).hasSize(vendor.renewable ? 2 : 1);
  }

  @Test
  default void theTokenThatReplacedARefusedOneIsKept() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(Vendor.AUTHGEAR.scheme());
    stage.vendor.reply(
        Reply.of(403, "no"), Reply.of(403, "no"), Reply.of(200, "ok"), Reply.of(200, "ok"));

    stage.send(client, Call.get(stage.vendor.uri("/")));
    stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(stage.vendor.requests()).hasSize(3);
    assertThat(stage.vendor.request(2).header("Authorization"))
        .isEqualTo(stage.vendor.request(1).header("Authorization"));
    assertThat(stage.issued).hasValue(2);
  }

  @ParameterizedTest
  @EnumSource
  default void otherErrorsAreNoRefusals(Vendor vendor) throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(vendor.scheme());
    for (int status : new int[] {400, 401, 403, 404, 429, 500}) {
      if (status != vendor.refusal) {
        stage.vendor.reply(Reply.of(status, "error"));
        int before = stage.vendor.requests().size();

        Answer answer = stage.send(client, Call.get(stage.vendor.uri("/")));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("error");
        assertThat(stage.vendor.requests()).hasSize(before + 1);
      }
    }
    assertThat(stage.refusals).isEmpty();
  }

  @Test
  default void aBodyIsSentAgainUnchanged() throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(Reply.of(403, "no"), Reply.of(200, "ok"));

    Answer answer =
        stage.send(
            stage.client(Vendor.AUTHGEAR.scheme()),
            Call.post(stage.vendor.uri("/"), Body.REPLAYABLE));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(stage.vendor.requests()).extracting(SentRequest::method).containsOnly("POST");
    assertThat(stage.vendor.requests())
        .extracting(SentRequest::body)
        .containsExactly("a body", "a body");
  }

  @Test
  default void aBodyThatCanBeReadOnceIsNeverSentTwice() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(Vendor.AUTHGEAR.scheme());
    stage.vendor.reply(Reply.of(403, "refused"), Reply.of(200, "ok"));

    Answer first = stage.send(client, Call.post(stage.vendor.uri("/"), Body.ONE_SHOT));
    Answer second = stage.send(client, Call.post(stage.vendor.uri("/"), Body.ONE_SHOT));

    assertThat(first.status()).isEqualTo(403);
    assertThat(first.body()).isEqualTo("refused");
    assertThat(second.status()).isEqualTo(200);
    assertThat(stage.vendor.requests())
        .extracting(SentRequest::body)
        .containsExactly("a body", "a body");
    assertThat(stage.vendor.request(1).header("Authorization"))
        .as("the next request's token")
        .isNotEqualTo(stage.vendor.request(0).header("Authorization"));
  }

  @Test
  default void onlyTheHopThatWasRefusedIsSentAgain() throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(
        Reply.redirect(307, "/second"), Reply.of(403, "refused"), Reply.of(200, "accepted"));

    Answer answer =
        stage.send(
            stage.client(Vendor.AUTHGEAR.scheme()),
            Call.post(stage.vendor.uri("/first"), Body.REPLAYABLE));

    assertThat(answer.body()).isEqualTo("accepted");
    assertThat(stage.vendor.requests())
        .extracting(SentRequest::target)
        .containsExactly("/first", "/second", "/second");
    assertThat(stage.vendor.requests()).extracting(SentRequest::body).containsOnly("a body");
  }

  @Test
  default void aRefusalIsTheCallersIfTheSchemeGivesTheSameCredentialAgain() throws Exception {
    TestEnvironment stage = stage();
    AtomicInteger asked = new AtomicInteger();
    TestClient client =
        stage.client(
            context -> {
              asked.incrementAndGet();
              return Credential.of("x-token", "same")
                  .reusableUntil(context.now().plus(Duration.ofHours(1)));
            });
    stage.vendor.reply(Reply.of(401, "refused, and the caller wants to know why"));

    Answer answer = stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo("refused, and the caller wants to know why");
    assertThat(stage.vendor.requests()).hasSize(1);
    assertThat(asked).hasValue(2);
  }

  @Test
  default void aRefusalReachesTheCallerIfNoOtherCredentialCanBeIssued() throws Exception {
    TestEnvironment stage = stage();
    AtomicInteger asked = new AtomicInteger();
    TestClient client =
        stage.client(
            context -> {
              if (asked.incrementAndGet() > 1) {
                throw new IOException("the issuer is down");
              }
              return Credential.of("x-token", "first")
                  .reusableUntil(context.now().plus(Duration.ofHours(1)));
            });
    stage.vendor.reply(Reply.of(401, "refused"), Reply.of(200, "ok"));

    Answer refused = stage.send(client, Call.get(stage.vendor.uri("/")));
    Answer other = stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).isEqualTo("refused");
    assertThat(other.status()).as("another call goes on with the credential").isEqualTo(200);
    assertThat(stage.vendor.requests()).hasSize(2);
    assertThat(stage.refusals).containsExactly(false);
  }

  @Test
  default void manyRefusalsOfOneTokenCostOneNewOne() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(Vendor.AUTHGEAR.scheme());
    stage.send(client, Call.get(stage.vendor.uri("/")));
    String old = stage.vendor.request(0).header("Authorization");
    stage.clock.advance(Duration.ofSeconds(5));
    stage.vendor.handle(
        sent ->
            sent.header("Authorization").equals(old) ? Reply.of(403, "no") : Reply.of(200, "ok"));

    List<Answer> answers = stage.sendAtOnce(50, client, Call.get(stage.vendor.uri("/")));

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(stage.issued).hasValue(2);
  }

  @Test
  default void aServersClockIsLearnedFromItsRefusal() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(Vendor.AUTHGEAR.scheme());
    Duration ahead = Duration.ofMinutes(10);
    stage.vendor.handle(
        sent -> {
          boolean expired =
              (long) Token.parse(sent.header("Authorization").substring(7)).claims().get("exp")
                  < stage.clock.instant().plus(ahead).getEpochSecond();
          return Reply.of(expired ? 403 : 200, "")
              .with(
                  "Date",
                  DateTimeFormatter.RFC_1123_DATE_TIME.format(
                      stage.clock.instant().plus(ahead).atOffset(ZoneOffset.UTC)));
        });

    Answer first = stage.send(client, Call.get(stage.vendor.uri("/")));
    Answer second = stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(200);
    assertThat(stage.vendor.requests()).hasSize(3);
  }
}
