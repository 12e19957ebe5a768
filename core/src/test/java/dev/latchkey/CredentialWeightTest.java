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

  @Test
  void longOnesThatWereIssuedWhereOneForOneRequestWasExpectedDoSoToo() throws IOException {
    Keyring keyring = keyring(40_000);
    askForEachPath(keyring, MAXIMUM / 2, true);
    issued.set(0);
    askForEachPath(keyring, MAXIMUM / 2);

    assertThat(issued.get()).isGreaterThanOrEqualTo(MAXIMUM / 2 - MAXIMUM / 10);
  }

  @Test
  void longQueryParametersDoSoToo() throws IOException {
    AuthScheme scheme =
        context -> {
          issued.incrementAndGet();
          return Credential.query("key", context.path() + "k".repeat(40_000));
        };
    Keyring keyring =
        new TestKeyring().builder().add(API, scheme).maximumCredentials(MAXIMUM).build();
    for (int i = 0; i < MAXIMUM; i++) {
      new TestCall(keyring).send(API + i % (MAXIMUM / 2));
    }

    assertThat(issued.get()).isGreaterThanOrEqualTo(MAXIMUM - MAXIMUM / 10);
  }

  private static void askForEachPath(Keyring keyring, int paths) throws IOException {
    askForEachPath(keyring, paths, false);
  }

  private static void askForEachPath(Keyring keyring, int paths, boolean eachAfterAPost)
      throws IOException {
    for (int i = 0; i < paths; i++) {
      if (eachAfterAPost) {
        keyring.headersFor("POST", URI.create(API + i));
      }
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
              Credential credential =
                  Credential.of("x", context.uri().getPath() + "k".repeat(length));
              return context.method().equals("POST") ? credential.singleUse() : credential;
            })
        .maximumCredentials(MAXIMUM)
        .build();
  }
}
