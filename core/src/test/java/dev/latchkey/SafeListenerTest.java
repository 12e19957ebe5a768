package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafeListenerTest {
  private static final Origin ORIGIN = Origin.of("https://api.test");
  private static final Map<Class<?>, Object> EVENTS =
      Map.of(
          IssuedEvent.class,
          IssuedEvent.of(ORIGIN, Duration.ZERO, false, Instant.EPOCH, null),
          IssueFailedEvent.class,
          IssueFailedEvent.of(ORIGIN, new CredentialException("none"), Duration.ZERO, false),
          RefusedEvent.class,
          RefusedEvent.of(ORIGIN, 401, false),
          KeyChangedEvent.class,
          KeyChangedEvent.of(ORIGIN, "kid", SigningAlgorithm.RS256),
          KeyUnreadableEvent.class,
          KeyUnreadableEvent.of(ORIGIN, "text"),
          ClockOffsetEvent.class,
          ClockOffsetEvent.of(ORIGIN, Duration.ofSeconds(1), true),
          UnauthenticatedEvent.class,
          UnauthenticatedEvent.of(ORIGIN, UnauthenticatedEvent.Reason.UNKNOWN_ORIGIN, null));

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
      Object[] arguments = Arrays.stream(event.getParameterTypes()).map(EVENTS::get).toArray();
      sent.add(List.of(event.getName(), List.of(arguments)));
      // The second listener is told although the first one throws.
      sent.add(sent.get(sent.size() - 1));
      invoke(event, new SafeListener(List.of(broken, broken)), arguments);
    }

    assertThat(received).hasSize(2 * EVENTS.size()).isEqualTo(sent);
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
