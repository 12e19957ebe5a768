package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Waiting for a token, and giving up. The issuer answers only once it is opened. */
class CancelTest {
  // Far less than an issuer is held, and far more than it takes.
  private static final Duration SOON = Duration.ofSeconds(3);

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  @Test
  void aCallThatIsCancelledWhileItsFirstTokenIsIssuedEnds() throws Exception {
    OkHttpClient client = lab.client();
    lab.tokens.hold();
    Call call = client.newCall(lab.get("/"));
    CompletableFuture<Response> answer = TestEnvironment.enqueue(call);
    lab.tokens.awaitAsked();

    call.cancel();

    assertThat(answer)
        .failsWithin(SOON)
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class)
        .withMessageContaining("Canceled");
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void oneCallThatIsCancelledDoesNotFailTheOthersThatWait() throws Exception {
    OkHttpClient client = lab.client();
    lab.tokens.hold();
    Call cancelled = client.newCall(lab.get("/"));
    CompletableFuture<Response> one = TestEnvironment.enqueue(cancelled);
    lab.tokens.awaitAsked();
    CompletableFuture<Response> other = TestEnvironment.enqueue(client.newCall(lab.get("/")));

    cancelled.cancel();
    assertThat(one).failsWithin(SOON);
    lab.tokens.open();

    try (Response response = other.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)) {
      assertThat(response.code()).isEqualTo(200);
    }
    assertThat(lab.tokens.asked()).isEqualTo(1);
  }

  @Test
  void aCallThatIsCancelledWhileARefusedTokenIsReplacedEndsAndLeavesNoConnectionOpen()
      throws Exception {
    OkHttpClient client = lab.client();
    TestEnvironment.send(client, lab.get("/"));
    lab.tokens.awaitAsked();
    lab.vendor.reply(Reply.of(401, "no ".repeat(10_000)), Reply.of(200, "ok"));
    lab.tokens.hold();
    Call call = client.newCall(lab.get("/"));
    CompletableFuture<Response> answer = TestEnvironment.enqueue(call);
    lab.tokens.awaitAsked();

    call.cancel();

    assertThat(answer).failsWithin(SOON).withThrowableThat().withMessageContaining("Canceled");
    assertThat(lab.vendor.requests()).hasSize(2);
    Connections.assertIdle(client);
  }

  @Test
  void theTimeoutOfACallCoversTheIssueOfItsToken() {
    OkHttpClient client =
        lab.client(lab.bare().callTimeout(200, TimeUnit.MILLISECONDS), lab.tokens);
    lab.tokens.hold();

    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> TestEnvironment.send(client, lab.get("/")))
        .withMessage("timeout");
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void theReadTimeoutDoesNotCoverTheIssueOfItsToken() throws Exception {
    OkHttpClient client = lab.client(lab.bare().readTimeout(1, TimeUnit.SECONDS), lab.tokens);
    lab.tokens.hold();
    CompletableFuture<Response> answer = TestEnvironment.enqueue(client.newCall(lab.get("/")));
    lab.tokens.awaitAsked();

    assertThatThrownBy(() -> answer.get(1_100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    lab.tokens.open();

    try (Response response = answer.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  @Test
  void anInterruptEndsTheWaitAndStaysKnown() throws Exception {
    OkHttpClient client = lab.client();
    lab.tokens.hold();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                TestEnvironment.send(client, lab.get("/"));
                interrupted.completeExceptionally(new AssertionError("an answer"));
              } catch (InterruptedIOException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              } catch (IOException e) {
                interrupted.completeExceptionally(e);
              }
            });
    thread.start();
    lab.tokens.awaitAsked();

    thread.interrupt();

    assertThat(interrupted.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void aCallThatIsCancelledBeforeItIsSentIsNotSent() {
    Call call = lab.client().newCall(lab.get("/"));
    call.cancel();

    assertThatThrownBy(call::execute).isInstanceOf(IOException.class).hasMessage("Canceled");
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void aCallThatGaveUpLetsGoOfItsBodyWhileTheIssueGoesOn() throws Exception {
    OkHttpClient client = lab.client();
    lab.tokens.hold();
    CompletableFuture<Response> waiting =
        TestEnvironment.enqueue(client.newCall(lab.get("/waiting")));
    lab.tokens.awaitAsked();
    ReferenceQueue<RequestBody> collected = new ReferenceQueue<>();

    WeakReference<RequestBody> body = giveUp(client, collected);

    Reference<?> gone = null;
    for (int i = 0; i < 100 && gone == null; i++) {
      System.gc();
      gone = collected.remove(100);
    }
    assertThat(gone).as("the body of the call that gave up").isSameAs(body);
    lab.tokens.open();
    try (Response response = waiting.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  private WeakReference<RequestBody> giveUp(
      OkHttpClient client, ReferenceQueue<RequestBody> collected) throws InterruptedException {
    RequestBody body = RequestBody.create(new byte[1_000_000]);
    Call call = client.newCall(lab.get("/").newBuilder().post(body).build());
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread thread = start(call, answer);
    assertThat(stateWhenWaiting(thread)).isNotEqualTo(Thread.State.RUNNABLE);
    call.cancel();
    thread.join();
    assertThat(answer).isCompletedExceptionally();
    return new WeakReference<>(body, collected);
  }

  @Test
  void aCallThatWaitsSleepsUntilItIsWoken() throws Exception {
    lab.tokens.hold();
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread thread = start(lab.client().newCall(lab.get("/")), answer);
    lab.tokens.awaitAsked();

    Thread.State state = stateWhenWaiting(thread);
    lab.tokens.open();

    assertThat(state).as("not to look every few milliseconds").isEqualTo(Thread.State.WAITING);
    assertThat(answer.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo("ok");
  }

  private static Thread start(Call call, CompletableFuture<String> answer) {
    Thread thread =
        new Thread(
            () -> {
              try (Response response = call.execute()) {
                answer.complete(response.body().string());
              } catch (IOException e) {
                answer.completeExceptionally(e);
              }
            });
    thread.start();
    return thread;
  }

  private static Thread.State stateWhenWaiting(Thread thread) {
    long end = System.nanoTime() + SOON.toNanos();
    Thread.State state = thread.getState();
    while (state != Thread.State.WAITING
        && state != Thread.State.TIMED_WAITING
        && System.nanoTime() < end) {
      Thread.onSpinWait();
      state = thread.getState();
    }
    return state;
  }
}
