package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.AuthScheme;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The future of a call does what the JDK's does. */
@ParameterizedClass
@EnumSource
class CallFutureTest {
  /** Whose future. */
  enum Of {
    THE_BARE_CLIENT,
    THE_WRAPPED_ONE
  }

  @Parameter Of whose;

  private TestEnvironment rig;
  private HttpClient client;

  /** The JDK's, which has threads and connections. */
  private WeakReference<HttpClient> bare;

  @BeforeEach
  void open() throws Exception {
    rig = new TestEnvironment(new Setup(Transport.HTTP_1, SendMode.SEND_ASYNC));
    client = client();
  }

  private HttpClient client() {
    HttpClient jdks = rig.bare().build();
    bare = new WeakReference<>(jdks);
    return whose == Of.THE_BARE_CLIENT
        ? jdks
        : KeyringHttpClient.wrap(jdks, rig.keyring(AuthScheme.header("x-api-key", "secret")));
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private CompletableFuture<HttpResponse<String>> call() {
    return client.sendAsync(rig.to("/").build(), BodyHandlers.ofString());
  }

  @Test
  void oneThatIsDerivedCancelsTheCallButNotTheFuture() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    rig.vendor.handle(
        request -> {
          arrived.countDown();
          return rig.vendor.trickling(200);
        });
    CompletableFuture<HttpResponse<String>> call = call();
    CompletableFuture<String> derived = call.thenApply(HttpResponse::body);
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(derived.cancel(true)).isTrue();

    // Of the JDK's, it depends on which of two threads comes first whether it is cancelled.
    assertThat(derived).isCompletedExceptionally();
    Throwable why = catchThrowable(() -> call.get(10, TimeUnit.SECONDS));
    assertThat(call.isCancelled()).isFalse();
    assertThat(Outcome.chain(why))
        .startsWith(
            "java.util.concurrent.ExecutionException"
                + " < java.util.concurrent.CancellationException < java.io.IOException");
    assertThat(why.getCause()).hasMessage("Request cancelled");
    assertThat(Outcome.chain(catchThrowable(call::join)))
        .startsWith(
            "java.util.concurrent.CompletionException"
                + " < java.util.concurrent.CancellationException < java.io.IOException");
  }

  @Test
  void cannotBeObtruded() {
    for (CompletableFuture<?> future :
        List.of(call(), call().thenApply(HttpResponse::body), call().copy())) {
      assertThatThrownBy(() -> future.obtrudeValue(null))
          .isExactlyInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> future.obtrudeException(new Exception()))
          .isExactlyInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void lestItKeepTheClientWhenTheCallHasEnded() throws Exception {
    CompletableFuture<HttpResponse<String>> call = call();
    CompletableFuture<String> derived = call.thenApply(HttpResponse::body);
    assertThat(derived.get(10, TimeUnit.SECONDS)).isEqualTo("ok");
    WeakReference<HttpClient> kept = bare;
    client = null;

    for (int i = 0; i < 50 && kept.get() != null; i++) {
      System.gc();
      // Whatever thread of the client's still has it on its stack is to go on.
      assertThat(client().sendAsync(rig.to("/").build(), BodyHandlers.discarding()).get())
          .isNotNull();
    }

    assertThat(kept.get()).isNull();
    assertThat(call).isCompleted();
    assertThat(derived).isCompleted();
  }

  @Test
  void anExchangeWhoseBodyWasReadIsNotCancelled() throws Exception {
    AtomicInteger cancelled = new AtomicInteger();
    CompletableFuture<String> exchange =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterruptIfRunning) {
            cancelled.incrementAndGet();
            return super.cancel(mayInterruptIfRunning);
          }
        };
    for (boolean read : new boolean[] {true, false}) {
      CallFuture<String> call = new CallFuture<>(() -> {});
      call.running(exchange, () -> read);

      assertThat(call.cancel(true)).isTrue();

      assertThat(cancelled).hasValue(read ? 0 : 1);
    }
  }
}
