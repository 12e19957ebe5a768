package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Headers that callers set for a scheme alone: it reads them, and nobody is sent them. */
interface ConsumedHeaderRules {
  TestEnvironment stage();

  private static AuthScheme tenants() {
    return AuthScheme.computed(
            context -> Credential.of("x-token", "of " + context.header("x-tenant").orElse("none")))
        .setting("X-Token")
        .consuming("X-Tenant");
  }

  @Test
  default void aConsumedHeaderIsReadByTheSchemeAndSentToNobody() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(tenants());

    for (String tenant : new String[] {"a", "b", "a"}) {
      stage.send(client, Call.get(stage.vendor.uri("/")).with("X-Tenant", tenant));
    }
    stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(stage.vendor.sent("x-token")).containsExactly("of a", "of b", "of a", "of none");
    assertThat(stage.issued).as("one for each tenant").hasValue(3);
    assertThat(stage.vendor.requests()).noneMatch(request -> request.has("x-tenant"));
  }

  @Test
  default void aConsumedHeaderIsReadOnLaterHopsAndRetriesAndLeavesOnNone() throws Exception {
    TestEnvironment stage = stage();
    AuthScheme scheme =
        AuthScheme.computed(
                context ->
                    Credential.of(
                        "x-token",
                        context.header("x-tenant").orElse("none")
                            + context.uri().getPath()
                            + context.refusal().isPresent()))
            .consuming("X-Tenant");
    stage.vendor.reply(
        Reply.redirect(307, "/b"),
        Reply.of(401, "no"),
        Reply.redirect(307, stage.foreign.origin() + "/c"));

    Answer answer =
        stage.send(stage.client(scheme), Call.get(stage.vendor.uri("/a")).with("X-Tenant", "acme"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(stage.vendor.sent("x-token"))
        .containsExactly("acme/afalse", "acme/bfalse", "acme/btrue");
    assertThat(Stream.concat(stage.vendor.requests().stream(), stage.foreign.requests().stream()))
        .hasSize(4)
        .noneMatch(request -> request.has("x-tenant"));
    assertThat(stage.foreign.request(0).has("x-token")).isFalse();
  }

  @Test
  default void aConsumedHeaderGoesNowhereAlsoIfTheCallHasTheCallersCredential() throws Exception {
    TestEnvironment stage = stage();

    stage.send(
        stage.client(tenants()),
        Call.get(stage.vendor.uri("/")).with("X-Tenant", "acme").with("X-Token", "callers"));

    assertThat(stage.vendor.sent("x-token")).containsExactly("callers");
    assertThat(stage.vendor.request(0).has("x-tenant")).isFalse();
  }
}
