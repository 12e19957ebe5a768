package dev.latchkey.benchmarks;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
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
 * The chain of one interceptor, with whatever comes after it in place of OkHttp; also its call, and
 * its connection. The methods that Latchkey calls are here; the other forty are added when the
 * class is loaded, and throw.
 */
abstract class OkHttpStub implements Interceptor.Chain, Call, Connection {
  static final OkHttpStub BLANK = blank();

  /** What comes after the interceptor. */
  @FunctionalInterface
  interface Rest {
    Response proceed(Call call, Request request) throws IOException;
  }

  private @Nullable Call call;
  private @Nullable Request request;
  private @Nullable Connection connection;
  private @Nullable Rest rest;

  /** Makes a call, as an application does for each request. */
  static Call call(Request request) {
    OkHttpStub call = BLANK.clone();
    call.request = request;
    return call;
  }

  /** Makes the chain of an interceptor of the application or, with a connection, of the network. */
  static OkHttpStub chain(Call call, Request request, Rest rest, @Nullable Connection connection) {
    OkHttpStub chain = BLANK.clone();
    chain.call = call;
    chain.request = request;
    chain.rest = rest;
    chain.connection = connection;
    return chain;
  }

  private static OkHttpStub blank() {
    try {
      return new ByteBuddy()
          .subclass(OkHttpStub.class)
          .method(isAbstract())
          .intercept(ExceptionMethod.throwing(UnsupportedOperationException.class))
          .make()
          .load(OkHttpStub.class.getClassLoader(), UsingLookup.of(MethodHandles.lookup()))
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

  @Override
  public boolean isCanceled() {
    return false;
  }

  @Override
  public OkHttpStub clone() {
    try {
      return (OkHttpStub) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
