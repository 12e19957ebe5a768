package dev.latchkey.jdk;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What becomes of a response. It is made once, when the response's head is there. */
sealed interface Verdict<T extends @Nullable Object> {

  /** Returns the verdict after an exchange that failed. */
  default Verdict<T> butFailed(Throwable fault) {
    return this;
  }

  /** The response is the caller's. */
  final class Deliver<T extends @Nullable Object> implements Verdict<T> {
    /** The body if it may outlast the exchange; null if it is the exchange's. */
    final @Nullable DeferredSubscriber<T> body;

    Deliver(@Nullable DeferredSubscriber<T> body) {
      this.body = body;
    }

    @Override
    public Verdict<T> butFailed(Throwable fault) {
      Throwable callers = body == null ? null : body.readerFault();
      return new Fail<>(callers == null ? fault : new CompletionException(callers));
    }
  }

  /** Another request follows. How the body of this response ends does not matter. */
  final class SendNext<T extends @Nullable Object> implements Verdict<T> {
    final HttpRequest request;

    /** The head of this response; null if the client kept it to itself. */
    final @Nullable ResponseInfo head;

    SendNext(HttpRequest request, @Nullable ResponseInfo head) {
      this.request = request;
      this.head = head;
    }
  }

  /** The call fails. */
  final class Fail<T extends @Nullable Object> implements Verdict<T> {
    /** As for {@link Failures#ofSend}. */
    final Throwable why;

    Fail(Throwable why) {
      this.why = why;
    }
  }
}
