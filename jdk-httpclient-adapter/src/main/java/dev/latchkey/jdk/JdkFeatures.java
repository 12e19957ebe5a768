package dev.latchkey.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls methods of the client that were added after Java 17, if the running Java has them. */
final class JdkFeatures {
  private static final @Nullable MethodHandle SHUTDOWN =
      find(HttpClient.class, "shutdown", void.class);
  private static final @Nullable MethodHandle SHUTDOWN_NOW =
      find(HttpClient.class, "shutdownNow", void.class);
  private static final @Nullable MethodHandle IS_TERMINATED =
      find(HttpClient.class, "isTerminated", boolean.class);
  private static final @Nullable MethodHandle AWAIT_TERMINATION =
      find(HttpClient.class, "awaitTermination", boolean.class, Duration.class);
  private static final @Nullable MethodHandle LOCAL_ADDRESS =
      find(HttpClient.Builder.class, "localAddress", HttpClient.Builder.class, InetAddress.class);
  private static final @Nullable MethodHandle CONNECTION_LABEL =
      find(HttpResponse.class, "connectionLabel", Optional.class);

  private JdkFeatures() {}

  private static @Nullable MethodHandle find(
      Class<?> type, String name, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(type, name, MethodType.methodType(result, parameters));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }

  static void shutdown(HttpClient client) {
    if (SHUTDOWN != null) {
      call(SHUTDOWN, client);
    }
  }

  static void shutdownNow(HttpClient client) {
    if (SHUTDOWN_NOW != null) {
      call(SHUTDOWN_NOW, client);
    }
  }

  /** Returns whether the client has terminated; true on Java 17, where clients do not terminate. */
  static boolean isTerminated(HttpClient client) {
    return IS_TERMINATED == null || (boolean) call(IS_TERMINATED, client);
  }

  static boolean awaitTermination(HttpClient client, Duration duration)
      throws InterruptedException {
    if (AWAIT_TERMINATION == null) {
      return true;
    }
    try {
      return (boolean) AWAIT_TERMINATION.invoke(client, duration);
    } catch (InterruptedException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void localAddress(HttpClient.Builder builder, @Nullable InetAddress address) {
    if (LOCAL_ADDRESS == null) {
      throw new UnsupportedOperationException("localAddress is known since Java 19");
    }
    call(LOCAL_ADDRESS, builder, address);
  }

  @SuppressWarnings("unchecked") // what connectionLabel() returns
  static Optional<String> connectionLabel(HttpResponse<?> response) {
    if (CONNECTION_LABEL == null) {
      return Optional.empty();
    }
    try {
      // Called for each response: unlike arguments in an array, this costs nothing.
      return (Optional<String>) CONNECTION_LABEL.invoke(response);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object call(MethodHandle method, @Nullable Object... arguments) {
    try {
      return method.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
