package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.testing.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Authenticator;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A keyring among what else users put into a client. */
class OtherInterceptorsTest {
  private static final Authenticator BASIC =
      (route, response) ->
          "Basic".equals(response.header("WWW-Authenticate"))
                  && response.request().header("Authorization") == null
              ? response.request().newBuilder().header("Authorization", "Basic users").build()
              : null;

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  @Test
  void theUsersAuthenticatorAnswersItsOwnRealm() throws Exception {
    lab.foreign.reply(Reply.of(401, "who?").with("WWW-Authenticate", "Basic"), Reply.of(200, "ok"));
    OkHttpClient client = lab.client(lab.bare().authenticator(BASIC), lab.tokens);

    assertThat(TestEnvironment.send(client, TestEnvironment.get(lab.foreign, "/")))
        .isEqualTo("200 ok");

    assertThat(lab.foreign.sent("Authorization")).containsExactly("", "Basic users");
  }

  @Test
  void theUsersAuthenticatorMayBeSetAfterwards() throws Exception {
    lab.foreign.reply(Reply.of(401, "who?").with("WWW-Authenticate", "Basic"), Reply.of(200, "ok"));
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    OkHttpClient client = lab.closing(lab.client().newBuilder().authenticator(BASIC).build());

    assertThat(TestEnvironment.send(client, TestEnvironment.get(lab.foreign, "/")))
        .isEqualTo("200 ok");
    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 ok");

    assertThat(lab.foreign.sent("Authorization")).containsExactly("", "Basic users");
    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t2");
  }

  @Test
  void whatTheUsersAuthenticatorAnswersTheVendorIsLeftAlone() throws Exception {
    lab.vendor.reply(
        Reply.of(401, "who?").with("WWW-Authenticate", "Basic"), Reply.of(401, "not you"));
    OkHttpClient client = lab.client(lab.bare().authenticator(BASIC), lab.tokens);

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("401 not you");

    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "Basic users");
    assertThat(lab.tokens.asked()).as("one more, for later calls").isBetween(1, 2);
  }

  @Test
  void whatInterceptorsBeforeAndOkHttpItselfAddIsSeenBySchemes() throws Exception {
    AuthScheme signing =
        context ->
            Credential.of(
                "x-signature", context.header("X-Date") + " " + context.header("Content-Type"));
    Interceptor dating =
        chain -> chain.proceed(chain.request().newBuilder().header("X-Date", "today").build());
    Request post =
        lab.get("/")
            .newBuilder()
            .post(RequestBody.create(new byte[3], MediaType.get("image/png")))
            .build();

    TestEnvironment.send(lab.client(lab.bare().addInterceptor(dating), signing), post);
    TestEnvironment.send(lab.client(lab.bare().addNetworkInterceptor(dating), signing), post);

    assertThat(lab.vendor.sent("x-signature"))
        .hasSize(2)
        .containsOnly("Optional[today] Optional[image/png]");
  }

  @Test
  void aHeaderThatAnInterceptorBeforeSetsIsTheCallers() throws Exception {
    Interceptor own =
        chain ->
            chain.proceed(chain.request().newBuilder().header("Authorization", "mine").build());
    lab.vendor.reply(Reply.of(401, "no"));

    assertThat(
            TestEnvironment.send(
                lab.client(lab.bare().addInterceptor(own), lab.tokens), lab.get("/")))
        .isEqualTo("401 no");
    assertThat(
            TestEnvironment.send(
                lab.client(lab.bare().addNetworkInterceptor(own), lab.tokens), lab.get("/")))
        .isEqualTo("401 no");

    assertThat(lab.vendor.sent("Authorization")).containsExactly("mine", "mine");
  }

  @Test
  void anInterceptorBeforeThatRewritesTheUrlDecidesWhoGetsWhat() throws Exception {
    Interceptor away =
        chain ->
            chain.proceed(TestEnvironment.get(lab.foreign, chain.request().url().encodedPath()));
    Interceptor here = chain -> chain.proceed(lab.get(chain.request().url().encodedPath()));

    TestEnvironment.send(lab.client(lab.bare().addInterceptor(away), lab.keys), lab.get("/"));
    TestEnvironment.send(
        lab.client(lab.bare().addInterceptor(here), lab.keys),
        TestEnvironment.get(lab.foreign, "/"));

    assertThat(lab.foreign.sent("x-api-key")).containsExactly("");
    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1");
  }

  @Test
  void anInterceptorAfterThatSendsTheCallElsewhereTakesNothingAlong() throws Exception {
    OkHttpClient client =
        lab.closing(
            lab.client(lab.keys)
                .newBuilder()
                .addInterceptor(chain -> chain.proceed(TestEnvironment.get(lab.foreign, "/")))
                .build());

    try {
      TestEnvironment.send(client, lab.get("/"));
    } catch (IOException e) {
      // A request made from nothing has lost the call: it may fail, but not leak.
      assertThat(e).hasMessageContaining("KeyringInterceptor");
    }

    assertThat(lab.foreign.sent("x-api-key")).allMatch(String::isEmpty);
  }

  @Test
  void anInterceptorAfterThatTriesAgainGetsACredentialEachTime() throws Exception {
    lab.vendor.reply(Reply.of(500, "later"), Reply.of(200, "ok"));
    Interceptor again =
        chain -> {
          Response first = chain.proceed(chain.request());
          if (first.code() != 500) {
            return first;
          }
          first.close();
          return chain.proceed(chain.request());
        };
    OkHttpClient client = lab.closing(lab.client().newBuilder().addInterceptor(again).build());

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 ok");

    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t1");
  }

  @Test
  void aRequestThatOkHttpSendsAgainByItselfCarriesACredentialOfItsOwn() throws Exception {
    AuthScheme nonce = context -> lab.keys.issue(context).singleUse();
    lab.vendor.reply(Reply.of(503, "").with("Retry-After", "0"), Reply.of(200, "ok"));

    assertThat(TestEnvironment.send(lab.client(nonce), lab.get("/"))).isEqualTo("200 ok");

    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t2");
  }

  private static final class Jar implements CookieJar {
    private final List<Cookie> cookies = new CopyOnWriteArrayList<>();

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> more) {
      cookies.addAll(more);
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
      return cookies;
    }
  }

  @Test
  void aCookieJarStaysInChargeOfCookies() throws Exception {
    lab.foreign.reply(Reply.of(200, "ok").with("Set-Cookie", "session=1"));
    lab.vendor.reply(Reply.redirect(307, lab.foreign.origin() + "/there"));
    OkHttpClient client = lab.client(lab.bare().cookieJar(new Jar()), lab.tokens);

    TestEnvironment.send(client, TestEnvironment.get(lab.foreign, "/"));
    TestEnvironment.send(client, lab.get("/"));

    assertThat(lab.foreign.sent("Cookie")).containsExactly("", "session=1");
  }

  @Test
  void theCookiesOfTheJarAreSentBesideThoseOfAScheme() throws Exception {
    lab.vendor.reply(
        Reply.of(200, "ok").with("Set-Cookie", "session=1"),
        Reply.of(401, "no").with("Set-Cookie", "seen=yes"),
        Reply.of(200, "ok"));
    AtomicInteger issued = new AtomicInteger();
    OkHttpClient client =
        lab.client(
            lab.bare().cookieJar(new Jar()),
            context -> Credential.of("Cookie", "token=t" + issued.incrementAndGet()));

    TestEnvironment.send(client, lab.get("/"));
    TestEnvironment.send(client, lab.get("/"));

    assertThat(lab.vendor.sent("Cookie"))
        .containsExactly("token=t1", "session=1; token=t1", "session=1; seen=yes; token=t2");
  }
}
