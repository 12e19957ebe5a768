package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.testing.Reply;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PartialFormsTest {
  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  private OkHttpClient network(AuthScheme scheme) {
    return lab.closing(
        lab.bare()
            .addNetworkInterceptor(KeyringInterceptor.networkInterceptor(lab.keyring(scheme)))
            .build());
  }

  private OkHttpClient application(AuthScheme scheme) {
    return lab.closing(
        lab.bare()
            .addInterceptor(KeyringInterceptor.applicationInterceptor(lab.keyring(scheme)))
            .build());
  }

  @Nested
  class NetworkInterceptor {
    @Test
    void itAuthenticatesEachHopThatStaysWithTheVendor() throws Exception {
      lab.foreign.reply(Reply.redirect(307, lab.vendor.origin() + "/back"));
      lab.vendor.handle(
          sent ->
              switch (sent.target()) {
                case "/" -> Reply.redirect(307, "/2");
                case "/2" -> Reply.redirect(307, lab.foreign.origin() + "/there");
                default -> Reply.of(200, "back");
              });

      assertThat(TestEnvironment.send(network(lab.keys), lab.get("/"))).isEqualTo("200 back");

      assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t1", "");
      assertThat(lab.foreign.sent("x-api-key")).containsExactly("");
    }

    @Test
    void itDeliversARefusal() throws Exception {
      lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));

      assertThat(TestEnvironment.send(network(lab.keys), lab.get("/"))).isEqualTo("401 no");

      assertThat(lab.vendor.requests()).hasSize(1);
    }

    @Test
    void itLeavesTheCallersOwnHeaderAlone() throws Exception {
      Request own = lab.get("/").newBuilder().header("X-Api-Key", "mine").build();

      TestEnvironment.send(network(lab.keys), own);

      assertThat(lab.vendor.sent("x-api-key")).containsExactly("mine");
      assertThat(lab.keys.asked()).isZero();
    }

    @Test
    void itTakesRequestsThatCameOutOfAnotherClientsAnswers() throws Exception {
      Request again;
      try (Response response = lab.client().newCall(lab.get("/")).execute()) {
        again = response.request();
      }

      assertThat(TestEnvironment.send(network(lab.keys), again)).isEqualTo("200 ok");

      assertThat(lab.vendor.sent("x-api-key")).containsExactly("", "t1");
    }

    @Test
    void inTheWrongPlaceItFailsTheCall() {
      OkHttpClient client =
          lab.closing(
              lab.bare()
                  .addInterceptor(KeyringInterceptor.networkInterceptor(lab.keyring(lab.keys)))
                  .build());

      assertThatIOException()
          .isThrownBy(() -> TestEnvironment.send(client, lab.get("/")))
          .withMessageContaining("addNetworkInterceptor");
    }
  }

  @Nested
  class ApplicationInterceptor {
    @Test
    void itAuthenticatesAndAnswersARefusal() throws Exception {
      lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));

      try (Response response = application(lab.tokens).newCall(lab.get("/")).execute()) {
        assertThat(response.code()).isEqualTo(200);
        assertThat(response.request().header("Authorization")).isNull();
        assertThat(response.priorResponse().request().header("Authorization")).isNull();
      }

      assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t2");
    }

    @Test
    void aRedirectElsewhereCarriesNothingThereNorBack() throws Exception {
      lab.vendor.reply(Reply.redirect(307, lab.foreign.origin() + "/there"), Reply.of(401, "no"));
      lab.foreign.reply(Reply.redirect(307, lab.vendor.origin() + "/back"));

      assertThat(TestEnvironment.send(application(lab.tokens), lab.get("/"))).isEqualTo("401 no");

      assertThat(lab.foreign.sent("Authorization")).containsExactly("");
      assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "");
    }

    @Test
    void itDoesNotTakeASchemeWhoseHeaderOkHttpWouldCarryAlong() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> KeyringInterceptor.applicationInterceptor(lab.keyring(lab.keys)))
          .withMessageContaining("x-api-key")
          .withMessageContaining("use install");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  KeyringInterceptor.applicationInterceptor(
                      lab.keyring(AuthScheme.allOf(lab.tokens, AuthScheme.header("x-k", "v")))));
      assertThatIllegalArgumentException()
          .as("a scheme that does not say")
          .isThrownBy(
              () ->
                  KeyringInterceptor.applicationInterceptor(
                      lab.keyring(context -> Credential.of("Authorization", "v"))));
    }

    @Test
    void aSchemeThatSetsAnotherHeaderThanItSaidFailsTheCall() {
      AuthScheme liar =
          new AuthScheme() {
            @Override
            public Credential issue(IssueContext context) {
              return Credential.of("x-api-key", "s3cret");
            }

            @Override
            public Set<String> headerNames() {
              return Set.of("Authorization");
            }
          };

      assertThatIOException()
          .isThrownBy(() -> TestEnvironment.send(application(liar), lab.get("/")))
          .withMessageContaining("x-api-key")
          .withMessageNotContaining("s3cret");
      assertThat(lab.vendor.requests()).isEmpty();
    }

    @Test
    void inTheWrongPlaceItFailsTheCall() {
      OkHttpClient client =
          lab.closing(
              lab.bare()
                  .addNetworkInterceptor(
                      KeyringInterceptor.applicationInterceptor(lab.keyring(lab.tokens)))
                  .build());

      assertThatIOException()
          .isThrownBy(() -> TestEnvironment.send(client, lab.get("/")))
          .withMessageContaining("addInterceptor");
      assertThat(lab.vendor.requests()).isEmpty();
    }
  }
}
