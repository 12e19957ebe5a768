package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.CredentialException;
import dev.latchkey.testing.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a client's observers see of a call that was refused and sent again. */
class EventsTest {
  @AutoClose private final TestEnvironment lab = new TestEnvironment();
  private final List<String> events = new CopyOnWriteArrayList<>();

  private final EventListener listener =
      new EventListener() {
        @Override
        public void callStart(Call call) {
          events.add("callStart");
        }

        @Override
        public void requestHeadersEnd(Call call, Request request) {
          events.add("request");
        }

        @Override
        public void responseHeadersEnd(Call call, Response response) {
          events.add("response " + response.code());
        }

        @Override
        public void connectionReleased(Call call, Connection connection) {
          events.add("released");
        }

        @Override
        public void callEnd(Call call) {
          events.add("callEnd");
        }

        @Override
        public void callFailed(Call call, IOException e) {
          events.add("callFailed");
        }
      };

  @Test
  void aCallStartsOnceAndEndsOnceHoweverOftenItIsSent() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));

    TestEnvironment.send(lab.client(lab.bare().eventListener(listener), lab.tokens), lab.get("/"));

    assertThat(events)
        .containsExactly(
            "callStart",
            "request",
            "response 401",
            "request",
            "response 200",
            "released",
            "callEnd");
  }

  @Test
  void aCallThatGetsNoTokenFailsBeforeItConnects() {
    lab.tokens.fail();
    OkHttpClient client = lab.client(lab.bare().eventListener(listener), lab.tokens);

    assertThat(catchThrowable(() -> TestEnvironment.send(client, lab.get("/"))))
        .isInstanceOf(CredentialException.class);

    assertThat(events).startsWith("callStart").endsWith("callFailed").doesNotContain("request");
  }

  @Test
  void aTokenForOneRequestThatCannotBeHadIsAskedForOnce() throws Exception {
    OkHttpClient client = lab.client(context -> lab.tokens.issue(context).singleUse());
    TestEnvironment.send(client, lab.get("/"));
    lab.tokens.fail();

    assertThat(catchThrowable(() -> TestEnvironment.send(client, lab.get("/"))))
        .isInstanceOf(CredentialException.class);

    assertThat(lab.tokens.asked()).isEqualTo(2);
    assertThat(lab.vendor.requests()).hasSize(1);
  }

  @Test
  void theRefusalIsAmongTheAnswersThatCameBefore() throws Exception {
    lab.vendor.reply(
        Reply.redirect(302, "/1"),
        Reply.of(401, "no"),
        Reply.redirect(302, "/2"),
        Reply.of(200, "ok"));

    try (Response response = lab.client().newCall(lab.get("/0")).execute()) {
      assertThat(response.body().string()).isEqualTo("ok");
      assertThat(response.request().url().encodedPath()).isEqualTo("/2");
      Response second = response.priorResponse();
      assertThat(second.code()).isEqualTo(302);
      assertThat(second.request().url().encodedPath()).isEqualTo("/1");
      Response refusal = second.priorResponse();
      assertThat(refusal.code()).isEqualTo(401);
      assertThat(refusal.request().url().encodedPath()).isEqualTo("/1");
      Response first = refusal.priorResponse();
      assertThat(first.code()).isEqualTo(302);
      assertThat(first.request().url().encodedPath()).isEqualTo("/0");
      assertThat(first.priorResponse()).isNull();
    }
  }

  @Test
  void theCallersRequestIsItsOwn() throws Exception {
    Request request = lab.get("/").newBuilder().tag(String.class, "callers").build();
    Call call = lab.client().newCall(request);

    try (Response response = call.execute()) {
      assertThat(call.request()).isSameAs(request);
      assertThat(response.request().tag(String.class)).isEqualTo("callers");
    }
  }
}
