package dev.latchkey.okhttp;

import dev.latchkey.AuthCall;
import dev.latchkey.CredentialException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the two halves share of one call. It travels as a tag, which OkHttp keeps on redirects and
 * retries, so that {@code call.request()} stays as the caller made it.
 */
final class CallState {
  // OkHttp 4.12 has no signal for a cancelled call; a cancel is noticed within this time.
  private static final long CANCEL_POLL_MILLIS = 25;

  final AuthCall rules;

  /** The request as the caller made it. */
  final Request original;

  // Weak, since the network half alone keeps states by their calls.
  private final WeakReference<Call> call;

  // Of the last hop: most calls have one, which both halves tell.
  private Target target;

  /** The Authorization that the application half put on the request itself. */
  @Nullable String attached;

  /** Whether the application half has given its answer. */
  boolean done;

  /** Whether the network half was there. */
  boolean networkSeen;

  /** Where the last request with a credential went. */
  @Nullable HttpUrl authenticated;

  CallState(AuthCall rules, Request original, Call call) {
    this.rules = rules;
    this.original = original;
    this.call = new WeakReference<>(call);
    this.target = new Target(original.url());
    hop(original);
  }

  /**
   * The state of this call, or null. A request may come with another's: new ones are made out of
   * {@code response.request()}.
   */
  static @Nullable CallState of(Interceptor.Chain chain) {
    CallState state = chain.request().tag(CallState.class);
    boolean ours = state != null && !state.done && state.call.get() == chain.call();
    return ours ? state : null;
  }

  void hop(Request request) {
    if (!request.url().equals(target.url)) {
      target = new Target(request.url());
    }
    rules.hop(
        request.method(),
        target.origin,
        target::uri,
        name -> Optional.ofNullable(request.header(name)));
  }

  /** Waits under the call's cancel and its thread's interrupt; giving up harms no other call. */
  static <T> T await(CompletableFuture<T> future, Call call) throws IOException {
    while (true) {
      try {
        return future.get(CANCEL_POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (call.isCanceled()) {
          throw new IOException("Canceled");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } catch (ExecutionException e) {
        throw CredentialException.toThrow(e);
      }
    }
  }

  /**
   * The request with these headers in place of others of the same names. OkHttp would look at each
   * character of a value once more, which for a long token takes longer than all the rest: the
   * keyring did so when the credential was made.
   */
  static Request with(Map<String, String> headers, Request request) {
    Headers.Builder all = request.headers().newBuilder();
    headers.forEach((name, value) -> all.removeAll(name).addUnsafeNonAscii(name, value));
    return request.newBuilder().headers(all.build()).build();
  }

  /** Nothing of the request: OkHttp 4 prints the tags of a request. */
  @Override
  public String toString() {
    return "latchkey";
  }
}
