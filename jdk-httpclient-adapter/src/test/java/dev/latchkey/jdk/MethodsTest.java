package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Keyring;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a future JDK adds is noticed, and then wrapped or knowingly inherited. */
class MethodsTest {

  @Test
  void everyMethodOfAClientIsOurs() {
    assertAllAreOurs(HttpClient.class, KeyringHttpClient.class, Set.of());
  }

  @Test
  void everyMethodOfABuilderIsOurs() {
    assertAllAreOurs(HttpClient.Builder.class, KeyringHttpClientBuilder.class, Set.of());
  }

  @Test
  void everyMethodOfAResponseIsOurs() {
    assertAllAreOurs(HttpResponse.class, DeliveredResponse.class, Set.of());
  }

  private static void assertAllAreOurs(Class<?> type, Class<?> ours, Set<String> inherited) {
    assertThat(type.getMethods())
        .filteredOn(method -> !Modifier.isStatic(method.getModifiers()))
        .filteredOn(method -> method.getDeclaringClass() != Object.class)
        .filteredOn(method -> !inherited.contains(method.getName()))
        .as("neither overridden nor knowingly inherited")
        .allSatisfy(
            method ->
                assertThat(declared(ours, method))
                    .as(method.toString())
                    .isPresent()
                    .get()
                    // Another return type would not override what is not there on Java 17.
                    .extracting(Method::getReturnType)
                    .isEqualTo(method.getReturnType()));
  }

  private static Optional<Method> declared(Class<?> ours, Method method) {
    return Arrays.stream(ours.getDeclaredMethods())
        .filter(one -> one.getName().equals(method.getName()) && !one.isBridge())
        .filter(one -> Arrays.equals(one.getParameterTypes(), method.getParameterTypes()))
        .findFirst();
  }

  @Test
  void localAddressIsHandedOnWhereTheJdkKnowsIt() throws Exception {
    HttpClient.Builder builder = KeyringHttpClient.newBuilder(Keyring.builder().build());
    boolean known =
        Arrays.stream(HttpClient.Builder.class.getMethods())
            .anyMatch(method -> method.getName().equals("localAddress"));
    Method ours = KeyringHttpClientBuilder.class.getMethod("localAddress", InetAddress.class);
    ours.setAccessible(true);

    Object result = null;
    Throwable failure = null;
    try {
      result = ours.invoke(builder, InetAddress.getLoopbackAddress());
    } catch (InvocationTargetException e) {
      failure = e.getCause();
    }

    if (known) {
      assertThat(result).isSameAs(builder);
    } else {
      assertThat(failure).isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
