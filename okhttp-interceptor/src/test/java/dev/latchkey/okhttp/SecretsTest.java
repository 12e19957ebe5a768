package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import dev.latchkey.testing.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.logging.HttpLoggingInterceptor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Where a credential must not be seen. */
class SecretsTest {
  private static final String SECRET = "s3cret-of-the-vendor";

  @AutoClose private final TestEnvironment lab = new TestEnvironment();
  private final List<String> log = new CopyOnWriteArrayList<>();

  private HttpLoggingInterceptor logger() {
    return new HttpLoggingInterceptor(log::add).setLevel(HttpLoggingInterceptor.Level.HEADERS);
  }

  private static Credential secret() {
    return Credential.of("x-api-key", SECRET);
  }

  @Test
  void aLoggerOfCallsSeesNoCredentialInWhicheverOrder() throws Exception {
    lab.vendor.reply(Reply.redirect(302, "/2"), Reply.of(200, "ok"), Reply.of(200, "ok"));

    TestEnvironment.send(
        lab.client(lab.bare().addInterceptor(logger()), context -> secret()), lab.get("/"));
    OkHttpClient before = lab.client(context -> secret());
    TestEnvironment.send(
        lab.closing(before.newBuilder().addInterceptor(logger()).build()), lab.get("/"));

    assertThat(lab.vendor.sent("x-api-key")).containsOnly(SECRET);
    assertThat(log).isNotEmpty().noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void aLoggerOnTheNetworkThatWasAddedBeforeSeesNoCredential() throws Exception {
    TestEnvironment.send(
        lab.client(lab.bare().addNetworkInterceptor(logger()), context -> secret()), lab.get("/"));

    assertThat(lab.vendor.sent("x-api-key")).containsOnly(SECRET);
    assertThat(log).isNotEmpty().noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void anAnswerAndItsRequestShowNoCredential() throws Exception {
    lab.vendor.reply(Reply.redirect(302, "/2"), Reply.of(401, "no"), Reply.of(200, "ok"));
    OkHttpClient client =
        lab.client(
            context ->
                Credential.of(
                    "x-api-key",
                    SECRET + lab.tokens.issue(context).headers().get("Authorization")));

    try (Response response = client.newCall(lab.get("/")).execute()) {
      assertThat(response.code()).isEqualTo(200);
      for (Response each = response; each != null; each = each.priorResponse()) {
        assertThat(each.request().header("x-api-key")).isNull();
        assertThat(each + " " + each.request()).doesNotContain(SECRET);
      }
    }
    assertThat(lab.vendor.sent("x-api-key")).allMatch(value -> value.startsWith(SECRET));
  }

  @Test
  void aCredentialThatIsNoHeaderFailsTheCallWithoutBeingShown() {
    OkHttpClient client = lab.client(context -> Credential.of("x-api-key", SECRET + "\n"));

    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> TestEnvironment.send(client, lab.get("/")))
        .satisfies(
            e -> {
              StringWriter trace = new StringWriter();
              e.printStackTrace(new PrintWriter(trace, true));
              assertThat(trace.toString()).doesNotContain(SECRET);
            });
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void noInterceptorAndNoTagPrintsASecret() throws Exception {
    Keyring keyring = lab.keyring(context -> secret());
    OkHttpClient client =
        lab.closing(
            KeyringInterceptor.install(lab.bare().addInterceptor(this::print), keyring)
                .addInterceptor(this::print)
                .build());
    TestEnvironment.send(client, lab.get("/"));

    log.add(client.interceptors().toString() + client.networkInterceptors());
    log.add(KeyringInterceptor.networkInterceptor(keyring).toString());
    assertThat(log).hasSize(4).noneMatch(line -> line.contains(SECRET));
  }

  private Response print(Interceptor.Chain chain) throws IOException {
    log.add(chain.request().toString());
    return chain.proceed(chain.request());
  }
}
