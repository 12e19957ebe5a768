package dev.latchkey.benchmarks;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.util.Objects;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy.UsingLookup;
import net.bytebuddy.implementation.ExceptionMethod;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The chain of one interceptor, with whatever comes after it in place of OkHttp. The methods that
 * Latchkey calls are here; the other thirty are added when the class is loaded, and throw.
 */
abstract class StubChain implements Interceptor.Chain, Cloneable {
  private static final StubChain BLANK = make(StubChain.class);
  private static final Connection CONNECTION =
      (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  /** What comes after the interceptor. */
  @FunctionalInterface
  interface Rest {
    Response proceed(Call call, Request request) throws IOException;
  }

  private @Nullable Call call;
  private @Nullable Request request;
  private @Nullable Connection connection;
  private @Nullable Rest rest;

  /** Makes a chain of an application interceptor. */
  static StubChain ofApplication(Call call, Request request, Rest rest) {
    try {
      StubChain chain = (StubChain) BLANK.clone();
      chain.call = call;
      chain.request = request;
      chain.rest = rest;
      return chain;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  static StubChain onTheNetwork(Call call, Request request, Rest rest) {
    StubChain chain = ofApplication(call, request, rest);
    chain.connection = CONNECTION;
    return chain;
  }

  /** Makes an instance whose abstract methods throw. */
  private static <T> T make(Class<T> type) {
    try {
      return new ByteBuddy()
          .subclass(type)
          .method(isAbstract())
          .intercept(ExceptionMethod.throwing(UnsupportedOperationException.class))
          .make()
          .load(type.getClassLoader(), UsingLookup.of(MethodHandles.lookup()))
          .getLoaded()
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Request request() {
    return Objects.requireNonNull(request);
  }

  @Override
  public Response proceed(Request next) throws IOException {
    return Objects.requireNonNull(rest).proceed(call(), next);
  }

  @Override
  public @Nullable Connection connection() {
    return connection;
  }

  @Override
  public Call call() {
    return Objects.requireNonNull(call);
  }

  /** A call that is no more than its request. */
  abstract static class StubCall implements Call, Cloneable {
    private static final StubCall BLANK = make(StubCall.class);

    private @Nullable Request request;

    /** Makes a call, as an application does for each request. */
    static Call of(Request request) {
      StubCall call = BLANK.clone();
      call.request = request;
      return call;
    }

    @Override
    public Request request() {
      return Objects.requireNonNull(request);
    }

    @Override
    public boolean isCanceled() {
      return false;
    }

    @Override
    public StubCall clone() {
      try {
        return (StubCall) super.clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
