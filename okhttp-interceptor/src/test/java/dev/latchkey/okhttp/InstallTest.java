package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.latchkey.testing.Reply;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.CookieJar;
import okhttp3.Interceptor;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class InstallTest {
  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  @Test
  void theseTestsRunWithTheOkHttpThatTheBuildSays() {
    assertThat(OkHttp.VERSION).isEqualTo(System.getProperty("okhttp.version", OkHttp.VERSION));
  }

  @Test
  void aHeaderIsSentOnceHoweverManyCallsThereAre() throws Exception {
    OkHttpClient client = lab.client();

    for (int i = 0; i < 3; i++) {
      assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 ok");
    }

    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t1", "t1");
  }

  @Test
  void installingGivesTheBuilderBackAndChangesNoSettings() {
    CookieJar jar = CookieJar.NO_COOKIES;
    Authenticator authenticator = Authenticator.NONE;
    OkHttpClient.Builder builder =
        lab.bare().cookieJar(jar).authenticator(authenticator).followSslRedirects(false);

    assertThat(KeyringInterceptor.install(builder, lab.keyring(lab.tokens))).isSameAs(builder);

    OkHttpClient client = lab.closing(builder.build());
    assertThat(client.cookieJar()).isSameAs(jar);
    assertThat(client.authenticator()).isSameAs(authenticator);
    assertThat(client.followRedirects()).isTrue();
    assertThat(client.followSslRedirects()).isFalse();
    assertThat(client.retryOnConnectionFailure()).isTrue();
    assertThat(client.interceptors()).hasSize(1);
    assertThat(client.networkInterceptors()).hasSize(1);
  }

  @Test
  void aKeyringThatIsMissingIsSaidAtOnce() {
    assertThatNullPointerException()
        .isThrownBy(() -> KeyringInterceptor.install(lab.bare(), null))
        .withMessage("keyring");
    assertThatNullPointerException()
        .isThrownBy(() -> KeyringInterceptor.networkInterceptor(null))
        .withMessage("keyring");
    assertThatNullPointerException()
        .isThrownBy(() -> KeyringInterceptor.applicationInterceptor(null))
        .withMessage("keyring");
  }

  @Test
  void aDerivedClientIsAuthenticatedTooAndCannotBeSoTwice() throws Exception {
    OkHttpClient derived = lab.client().newBuilder().build();

    TestEnvironment.send(derived, lab.get("/"));

    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1");
    assertThatIllegalStateException()
        .isThrownBy(() -> KeyringInterceptor.install(derived.newBuilder(), lab.keyring(lab.tokens)))
        .withMessageContaining("already installed in this client");
  }

  @Test
  void installingBesideAPartialFormIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                KeyringInterceptor.install(
                    lab.bare()
                        .addNetworkInterceptor(
                            KeyringInterceptor.networkInterceptor(lab.keyring(lab.tokens))),
                    lab.keyring(lab.tokens)));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                KeyringInterceptor.install(
                    lab.bare()
                        .addInterceptor(
                            KeyringInterceptor.applicationInterceptor(lab.keyring(lab.tokens))),
                    lab.keyring(lab.tokens)));
  }

  @Test
  void aPartialFormBesideAnInstallationFailsTheCall() {
    OkHttpClient client = lab.client();

    assertTwice(
        client
            .newBuilder()
            .addInterceptor(KeyringInterceptor.applicationInterceptor(lab.keyring(lab.tokens))));
    assertTwice(
        client
            .newBuilder()
            .addNetworkInterceptor(KeyringInterceptor.networkInterceptor(lab.keyring(lab.tokens))));
    assertTwice(
        lab.bare()
            .addInterceptor(KeyringInterceptor.applicationInterceptor(lab.keyring(lab.tokens)))
            .addNetworkInterceptor(KeyringInterceptor.networkInterceptor(lab.keyring(lab.tokens))));
    assertThat(lab.vendor.requests()).isEmpty();
  }

  private void assertTwice(OkHttpClient.Builder builder) {
    OkHttpClient client = lab.closing(builder.build());
    assertThatIOException()
        .isThrownBy(() -> TestEnvironment.send(client, lab.get("/")))
        .withMessageContaining("installed twice")
        .withMessageContaining("KeyringInterceptor.install(builder, keyring)");
  }

  @Test
  void halfAnInstallationFailsTheCallAndLeavesNoConnectionOpen() {
    OkHttpClient whole = lab.client();

    for (OkHttpClient.Builder half :
        new OkHttpClient.Builder[] {
          lab.bare().addInterceptor(whole.interceptors().get(0)),
          lab.bare().addNetworkInterceptor(whole.networkInterceptors().get(0))
        }) {
      OkHttpClient client = lab.closing(half.build());
      assertThatIOException()
          .isThrownBy(() -> TestEnvironment.send(client, lab.get("/")))
          .withMessageContaining("installed by half")
          .withMessageContaining("KeyringInterceptor.install(builder, keyring)");
      Connections.assertIdle(client);
    }
  }

  @Test
  void halvesOfDifferentInstallationsFailTheCall() {
    OkHttpClient one = lab.client();
    OkHttpClient other = lab.client();

    assertTwice(
        lab.bare()
            .addInterceptor(one.interceptors().get(0))
            .addNetworkInterceptor(other.networkInterceptors().get(0)));
    assertTwice(
        lab.bare()
            .addInterceptor(KeyringInterceptor.applicationInterceptor(lab.keyring(lab.tokens)))
            .addNetworkInterceptor(other.networkInterceptors().get(0)));
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void halfAnInstallationTakesCallsToHostsThatTheKeyringDoesNotKnow() throws Exception {
    OkHttpClient half =
        lab.closing(lab.bare().addInterceptor(lab.client().interceptors().get(0)).build());

    assertThat(TestEnvironment.send(half, TestEnvironment.get(lab.foreign, "/")))
        .isEqualTo("200 ok");
  }

  @Test
  void aClonedCallIsAuthenticatedAgain() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    Call call = lab.client().newCall(lab.get("/"));

    try (Response first = call.execute();
        Response second = call.clone().execute()) {
      assertThat(first.code()).isEqualTo(200);
      assertThat(second.code()).isEqualTo(200);
    }

    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t2", "t2");
  }

  @Test
  void theRequestOfAnAnswerCanBeSentAgain() throws Exception {
    OkHttpClient client = lab.client();
    Request next;
    try (Response response = client.newCall(lab.get("/1")).execute()) {
      next = response.request().newBuilder().url(lab.vendor.origin() + "/2").build();
    }

    assertThat(TestEnvironment.send(client, next)).isEqualTo("200 ok");
    assertThat(TestEnvironment.send(lab.client(lab.keys), next)).isEqualTo("200 ok");

    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t1", "");
    assertThat(lab.vendor.sent("x-api-key")).containsExactly("", "", "t1");
  }

  @Test
  void anInterceptorOutsideCanSendTheRequestOfAnAnswerAgain() throws Exception {
    Interceptor twice =
        chain -> {
          Request request;
          try (Response first = chain.proceed(chain.request())) {
            request = first.request();
          }
          return chain.proceed(request);
        };

    String answer =
        TestEnvironment.send(
            lab.client(lab.bare().addInterceptor(twice), lab.tokens), lab.get("/"));

    assertThat(answer).isEqualTo("200 ok");
    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t1");
  }

  @Test
  void anInterceptorInsideCanAskAnotherClient() throws Exception {
    OkHttpClient other = lab.client(lab.keys);
    OkHttpClient client =
        lab.closing(
            lab.client()
                .newBuilder()
                .addInterceptor(chain -> other.newCall(chain.request()).execute())
                .build());

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 ok");

    assertThat(lab.vendor.sent("Authorization")).containsExactly("");
    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1");
  }
}
