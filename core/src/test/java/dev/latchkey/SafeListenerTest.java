package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SafeListenerTest {
  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.of(
          Origin.class,
          Origin.of("https://api.test"),
          Duration.class,
          Duration.ofSeconds(1),
          boolean.class,
          true,
          int.class,
          401,
          String.class,
          "text",
          Optional.class,
          Optional.of("kid"),
          CredentialException.class,
          new CredentialException("none"));

  @Test
  void handsOnEveryEventAndThrowsNothing() throws Exception {
    List<List<Object>> received = new ArrayList<>();
    KeyringListener broken =
        (KeyringListener)
            Proxy.newProxyInstance(
                SafeListenerTest.class.getClassLoader(),
                new Class<?>[] {KeyringListener.class},
                (proxy, method, arguments) -> {
                  received.add(List.of(method.getName(), List.of(arguments)));
                  throw new AssertionError("s3cret");
                });
    List<List<Object>> sent = new ArrayList<>();
    for (Method event : KeyringListener.class.getMethods()) {
      Object[] arguments = Arrays.stream(event.getParameterTypes()).map(ARGUMENTS::get).toArray();
      sent.add(List.of(event.getName(), List.of(arguments)));
      invoke(event, new SafeListener(broken), arguments);
    }

    assertThat(received).hasSizeGreaterThanOrEqualTo(7).isEqualTo(sent);
  }

  private static void invoke(Method event, KeyringListener listener, Object[] arguments)
      throws IllegalAccessException {
    try {
      event.invoke(listener, arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(event.getName() + " threw", e);
    }
  }
}
