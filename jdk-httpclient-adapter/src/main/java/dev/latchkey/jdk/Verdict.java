package dev.latchkey.jdk;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The decision on a response. It is made once, when the response's head has arrived. */
sealed interface Verdict<T extends @Nullable Object> {

  /** Returns the verdict after an exchange that failed. */
  default Verdict<T> butFailed(Throwable fault) {
    return this;
  }

  /** The caller gets the response. */
  final class Deliver<T extends @Nullable Object> implements Verdict<T> {
    /** The body if it may outlast the exchange; null if it belongs to the exchange. */
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

    /** The head of this response; null if the client did not pass it on. */
    final @Nullable ResponseInfo head;

    SendNext(HttpRequest request, @Nullable ResponseInfo head) {
      this.request = request;
      this.head = head;
    }
  }

  /** The call fails. */
  final class Fail<T extends @Nullable Object> implements Verdict<T> {
    /** The failure, as for {@link Failures#ofSend}. */
    final Throwable why;

    Fail(Throwable why) {
      this.why = why;
    }
  }
}
