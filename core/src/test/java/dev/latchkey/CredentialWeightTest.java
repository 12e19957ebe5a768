package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many credentials are held, where they differ in length. */
class CredentialWeightTest {
  private static final String API = "https://api.test/";
  private static final int MAXIMUM = 100;

  private final AtomicInteger issued = new AtomicInteger();

  @Test
  void shortOnesCountOneEach() throws IOException {
    Keyring keyring = keyring(100);
    askForEachPath(keyring, MAXIMUM / 2);
    askForEachPath(keyring, MAXIMUM / 2);

    assertThat(issued).hasValue(MAXIMUM / 2);
  }

  @Test
  void longOnesTakeTheRoomOfSeveral() throws IOException {
    Keyring keyring = keyring(40_000);
    askForEachPath(keyring, MAXIMUM / 2);
    issued.set(0);
    askForEachPath(keyring, MAXIMUM / 2);

    // Ten each: no more than a tenth of the maximum fits.
    assertThat(issued.get()).isGreaterThanOrEqualTo(MAXIMUM / 2 - MAXIMUM / 10);
  }

  private static void askForEachPath(Keyring keyring, int paths) throws IOException {
    for (int i = 0; i < paths; i++) {
      keyring.headersFor("GET", URI.create(API + i));
    }
  }

  private Keyring keyring(int length) {
    return new TestKeyring()
        .builder()
        .add(
            API,
            context -> {
              issued.incrementAndGet();
              return Credential.of("x", context.uri().getPath() + "k".repeat(length));
            })
        .maximumCredentials(MAXIMUM)
        .build();
  }
}
