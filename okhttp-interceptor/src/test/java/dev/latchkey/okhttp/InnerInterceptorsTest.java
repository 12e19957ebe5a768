package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import java.io.IOException;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Interceptors nearer to the network than the keyring's: of a client that was derived from it. */
class InnerInterceptorsTest {
  private static final Interceptor ANEW =
      chain -> {
        Request request = chain.request();
        return chain.proceed(
            new Request.Builder()
                .url(request.url().toString())
                .headers(request.headers())
                .method(request.method(), request.body())
                .build());
      };

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  private static Request versioned(Request request, int number) {
    return request
        .newBuilder()
        .url(request.url().newBuilder().addQueryParameter("v", "" + number).build())
        .build();
  }

  private OkHttpClient derived(Interceptor inner) {
    return lab.closing(lab.client().newBuilder().addInterceptor(inner).build());
  }

  private Request post() {
    return lab.get("/").newBuilder().post(RequestBody.create("1", null)).build();
  }

  @Test
  void whatIsSentAgainStartsFromTheRequestThatCame() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    Interceptor inner =
        chain -> {
          Request request = chain.request();
          Buffer body = new Buffer();
          request.body().writeTo(body);
          return chain.proceed(
              versioned(request, 7)
                  .newBuilder()
                  .addHeader("X-Request-Id", "42")
                  .post(RequestBody.create("{\"data\":" + body.readUtf8() + "}", null))
                  .build());
        };

    assertThat(TestEnvironment.send(derived(inner), post())).isEqualTo("200 ok");

    assertThat(lab.vendor.requests())
        .extracting(SentRequest::target)
        .containsExactly("/?v=7", "/?v=7");
    assertThat(lab.vendor.requests())
        .extracting(SentRequest::body)
        .containsExactly("{\"data\":1}", "{\"data\":1}");
    assertThat(lab.vendor.sent("X-Request-Id")).containsExactly("42", "42");
    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t2");
  }

  @Test
  void afterARedirectItStartsFromTheRequestThatCameAndWhatTheRedirectMadeOfIt() throws Exception {
    lab.vendor.reply(Reply.redirect(303, "/2"), Reply.of(401, "no"), Reply.of(200, "ok"));
    Interceptor inner =
        chain ->
            chain.proceed(chain.request().newBuilder().addHeader("X-Request-Id", "42").build());
    Request post =
        post()
            .newBuilder()
            .post(RequestBody.create("{}", MediaType.get("application/json")))
            .header("Content-Type", "application/json")
            .header("X-Own", "1")
            .build();

    assertThat(TestEnvironment.send(derived(inner), post)).isEqualTo("200 ok");

    assertThat(lab.vendor.requests())
        .extracting(sent -> sent.method() + " " + sent.target())
        .containsExactly("POST /", "GET /2", "GET /2");
    SentRequest again = lab.vendor.request(2);
    assertThat(again.header("X-Request-Id")).isEqualTo("42");
    assertThat(again.header("X-Own")).isEqualTo("1");
    assertThat(again.has("Content-Type")).isFalse();
    assertThat(again.body()).isEmpty();
  }

  @Test
  void aRefusalIsNoticedBehindInterceptorsThatChangeTheUrl() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    OkHttpClient network =
        lab.client(
            lab.bare().addNetworkInterceptor(chain -> chain.proceed(versioned(chain.request(), 7))),
            lab.tokens);

    assertThat(TestEnvironment.send(network, post())).isEqualTo("200 ok");

    assertThat(lab.vendor.requests())
        .extracting(SentRequest::target)
        .containsExactly("/?v=7", "/?v=7");
    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t2");
  }

  @Test
  void aRefusalIsNoticedBehindInterceptorsThatGiveTheirOwnRequestBack() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    Interceptor restoring =
        chain -> {
          Request request = chain.request();
          return chain.proceed(versioned(request, 7)).newBuilder().request(request).build();
        };

    assertThat(TestEnvironment.send(derived(restoring), post())).isEqualTo("200 ok");

    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t2");
  }

  @Test
  void aRefusalThatAnInterceptorDealtWithIsNotSentAgain() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "never"));
    Interceptor soothing = chain -> chain.proceed(chain.request()).newBuilder().code(200).build();

    assertThat(TestEnvironment.send(derived(soothing), lab.get("/"))).isEqualTo("200 no");

    assertThat(lab.vendor.requests()).hasSize(1);
  }

  @Test
  void aRefusalIsReportedThoughAnInterceptorThenFails() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    OkHttpClient client = lab.client();
    OkHttpClient failing =
        lab.closing(
            client
                .newBuilder()
                .addInterceptor(
                    chain -> {
                      chain.proceed(chain.request()).close();
                      throw new IOException("on purpose");
                    })
                .build());

    assertThat(catchThrowable(() -> TestEnvironment.send(failing, lab.get("/"))))
        .hasMessage("on purpose");
    lab.tokens.awaitAsked();
    lab.tokens.awaitAsked();

    assertThat(lab.vendor.requests()).hasSize(1);
  }

  @Test
  void requestsThatAreBuiltAnewAreAuthenticatedAndSentAgain() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    OkHttpClient client = derived(ANEW);

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 ok");
    assertThat(TestEnvironment.send(client, TestEnvironment.get(lab.foreign, "/")))
        .isEqualTo("200 ok");

    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t2");
    assertThat(lab.foreign.sent("Authorization")).containsExactly("");
  }

  @Test
  void anInterceptorThatStartsOverAfterARedirectIsAuthenticated() throws Exception {
    lab.vendor.reply(
        Reply.redirect(302, "/2"),
        Reply.of(500, "later"),
        Reply.of(401, "no"),
        Reply.of(200, "ok"));
    Interceptor again =
        chain -> {
          Response response = chain.proceed(chain.request());
          if (response.code() != 500) {
            return response;
          }
          response.close();
          return chain.proceed(chain.request());
        };

    assertThat(TestEnvironment.send(derived(again), lab.get("/1"))).isEqualTo("200 ok");

    assertThat(lab.vendor.requests())
        .extracting(SentRequest::target)
        .containsExactly("/1", "/2", "/1", "/1");
    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t1", "t1", "t2");
  }

  @Test
  void theRequestOfAResponseIsTheOneThatWasGiven() throws Exception {
    Request request = lab.get("/");

    try (Response response = lab.client().newCall(request).execute()) {
      assertThat(response.request()).isSameAs(request);
    }
  }

  /** The limit: a keyring cannot tell them from what the user's Authenticator sets for a hop. */
  @Test
  void headersThatInnerInterceptorsAddGoAlongOnARedirectElsewhere() throws Exception {
    lab.vendor.reply(Reply.redirect(307, lab.foreign.origin() + "/there"));
    Interceptor adding =
        chain -> chain.proceed(chain.request().newBuilder().header("x-api-key", "inner").build());
    OkHttpClient inner =
        lab.closing(lab.client(lab.keys).newBuilder().addInterceptor(adding).build());
    OkHttpClient outer = lab.client(lab.bare().addInterceptor(adding), lab.keys);

    TestEnvironment.send(inner, lab.get("/"));
    lab.vendor.reply(Reply.redirect(307, lab.foreign.origin() + "/there"));
    TestEnvironment.send(outer, lab.get("/"));

    assertThat(lab.foreign.sent("x-api-key")).isEqualTo(List.of("inner", ""));
  }
}
