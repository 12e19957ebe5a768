package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A scheme that takes the names of the headers that it reads from the request. */
class WideVaryTest {
  private static final String API = "https://api.test/";
  private static final int NAMES = 2_000;

  private final AtomicInteger issued = new AtomicInteger();
  private final Keyring keyring =
      Keyring.builder()
          .add(
              API,
              context -> {
                issued.incrementAndGet();
                String name = "x-" + context.uri().getPath().substring(1);
                return Credential.of("x", context.header(name).orElse("-") + context.method());
              })
          .executor(Runnable::run)
          .build();

  @Test
  void itsCredentialsAreForOneRequestEachOnceThereAreTooManyNames() throws IOException {
    for (int i = 0; i < NAMES; i++) {
      assertThat(keyring.headersFor("GET", URI.create(API + i))).containsEntry("x", "-GET");
    }
    issued.set(0);

    assertThat(keyring.headersFor("GET", URI.create(API + 0))).containsEntry("x", "-GET");
    assertThat(keyring.headersFor("PUT", URI.create(API + 0))).containsEntry("x", "-PUT");

    assertThat(issued).hasValue(2);
  }

  @Test
  void aRefusalOfOneIsAnsweredAllTheSame() throws IOException {
    for (int i = 0; i < NAMES; i++) {
      assertThat(keyring.headersFor("GET", URI.create(API + i))).isNotEmpty();
    }
    TestCall call = new TestCall(keyring);
    call.send(API + 1);

    assertThat(call.answered(401)).as("the same credential again").isFalse();
  }
}
