package dev.latchkey.benchmarks;

import java.util.concurrent.TimeUnit;
import kotlin.jvm.functions.Function0;
import kotlin.reflect.KClass;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** A call that is no more than its request: made anew for each measured call, as in an app. */
final class StubCall implements Call {
  private final Request request;

  StubCall(Request request) {
    this.request = request;
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public boolean isExecuted() {
    return true;
  }

  @Override
  public boolean isCanceled() {
    return false;
  }

  @Override
  public void cancel() {}

  @Override
  public Timeout timeout() {
    return new Timeout().timeout(10, TimeUnit.SECONDS);
  }

  @Override
  public Response execute() {
    throw unused();
  }

  @Override
  public void enqueue(Callback callback) {
    throw unused();
  }

  @Override
  public void addEventListener(EventListener listener) {
    throw unused();
  }

  @Override
  public <T> @Nullable T tag(KClass<T> type) {
    return null;
  }

  @Override
  public <T> @Nullable T tag(Class<? extends T> type) {
    return null;
  }

  @Override
  public <T> T tag(KClass<T> type, Function0<? extends T> otherwise) {
    throw unused();
  }

  @Override
  public <T> T tag(Class<T> type, Function0<? extends T> otherwise) {
    throw unused();
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public Call clone() {
    return new StubCall(request);
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("not in a benchmark");
  }
}
