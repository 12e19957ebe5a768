package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.vendor.AuthgearAdmin;
import dev.latchkey.vendor.StatusEntry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {
  private static final String API = "https://api.test";
  private static final SigningKey KEY = SigningKey.rs256("kid", TestKeys.rsa().getPrivate());

  private double random;
  private final TestKeyring test = new TestKeyring().jitter(() -> random).byHand();

  @Test
  void anUnknownOriginGetsNothing() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.header("x", "k"));

    for (String url :
        new String[] {"https://other.test/", "http://api.test/", "/a", "mailto:a@api.test"}) {
      assertThat(keyring.headersFor("GET", URI.create(url))).isEmpty();
    }
    assertThat(keyring.headersFor("GET", URI.create("https://API.test:443/a")))
        .isEqualTo(Map.of("x", "k"));
  }

  @Test
  void aThousandRequestsCostOneSignature() throws IOException {
    random = 0.999;
    Keyring keyring = test.keyring(AuthgearAdmin.project("myapp", KEY));
    Map<String, String> first = get(keyring, "/_api/admin/graphql");

    for (int i = 1; i < 1000; i++) {
      test.clock.advance(Duration.ofMillis(200));
      assertThat(get(keyring, i % 2 == 0 ? "/_api/admin/graphql" : "/_api/admin/users/import"))
          .isEqualTo(first);
    }

    test.byHand.run();
    assertThat(test.events.all()).containsExactly("issued " + API);
  }

  @Test
  void aTokenOfFiveMinutesIsRenewedInTheBackground() throws IOException {
    for (double dice : new double[] {0, 0.25, 0.5, 0.75, 0.999}) {
      random = dice;
      Keyring keyring = test.keyring(AuthgearAdmin.project("myapp", KEY));
      Map<String, String> first = get(keyring, "/");
      int seconds = 0;
      while (test.byHand.waiting() == 0 && seconds < 300) {
        test.clock.advance(Duration.ofSeconds(1));
        seconds++;
        assertThat(get(keyring, "/")).isEqualTo(first);
      }

      assertThat(seconds).as("dice %s", dice).isBetween(210, 240);
      test.byHand.run();
      assertThat(get(keyring, "/")).isNotEqualTo(first);
    }
  }

  @Test
  void aTokenOfFiveMinutesIsNotSentAfter270Seconds() throws IOException {
    Keyring keyring = test.keyring(AuthgearAdmin.project("myapp", KEY));
    Map<String, String> first = get(keyring, "/");

    test.clock.advance(Duration.ofMillis(269_999));
    assertThat(get(keyring, "/")).isEqualTo(first);
    test.byHand.run();
    Map<String, String> second = get(keyring, "/");
    assertThat(second).isNotEqualTo(first);

    test.clock.advance(Duration.ofSeconds(270));
    assertThat(get(keyring, "/")).isNotEqualTo(second);
    assertThat(test.events.count("issued")).isEqualTo(3);
  }

  @Test
  void aCredentialThatReadThePathIsSharedPerPath() throws IOException {
    Keyring keyring = test.keyring(StatusEntry.keyPairBoundToPath("AK", "SK456"));

    Map<String, String> a = get(keyring, "/a");
    Map<String, String> b = get(keyring, "/b?c=d");
    assertThat(a).isNotEqualTo(b);
    for (int i = 0; i < 10; i++) {
      assertThat(get(keyring, "/a")).isEqualTo(a);
      assertThat(get(keyring, "/a#part")).isEqualTo(a);
      assertThat(get(keyring, "/b?c=d")).isEqualTo(b);
    }
    assertThat(get(keyring, "/b?c=e")).isNotEqualTo(b);
    assertThat(test.events.count("issued")).isEqualTo(3);
  }

  @Test
  void credentialsThatReadThePathAreBounded() throws IOException {
    Keyring keyring =
        test.builder()
            .add(API, StatusEntry.keyPairBoundToPath("AK", "SK456"))
            .maximumCredentials(10)
            .build();
    for (int i = 0; i < 200; i++) {
      get(keyring, "/" + i);
    }
    assertThat(test.events.count("issued")).isEqualTo(200);

    // At most ten were kept, and these may change while we look.
    for (int i = 0; i < 200; i++) {
      get(keyring, "/" + i);
    }
    assertThat(test.events.count("issued")).isBetween(390, 400);
  }

  @Test
  void theirNumberDoesNotDisplaceACredentialForAllRequests() throws IOException {
    Keyring keyring =
        test.builder()
            .add(API, AuthgearAdmin.project("myapp", KEY))
            .add("https://status.test", StatusEntry.keyPairBoundToPath("AK", "SK456"))
            .maximumCredentials(1)
            .build();
    Map<String, String> token = get(keyring, "/");
    for (int i = 0; i < 100; i++) {
      keyring.headersFor("GET", URI.create("https://status.test/" + i));
    }

    assertThat(get(keyring, "/")).isEqualTo(token);
    assertThat(test.events.all()).containsOnlyOnce("issued " + API);
  }

  @Test
  void credentialsForOneRequestDisplaceNoneThatIsHeld() throws IOException {
    AuthScheme single = context -> Credential.of("x", context.uri().getPath()).singleUse();
    Keyring keyring =
        test.executor(Runnable::run)
            .builder()
            .add(API, StatusEntry.keyPairBoundToPath("AK", "SK456"))
            .add("https://single.test", single)
            .maximumCredentials(1)
            .build();
    get(keyring, "/held");
    for (int i = 0; i < 100; i++) {
      keyring.headersFor("GET", URI.create("https://single.test/path"));
    }

    get(keyring, "/held");

    assertThat(test.events.all()).containsOnlyOnce("issued " + API);
  }

  @Test
  void aCredentialForOneRequestIsAskedForEachTime() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Keyring keyring =
        test.executor(Runnable::run)
            .keyring(context -> Credential.of("n", "" + asked.incrementAndGet()).singleUse());

    for (int i = 1; i <= 20; i++) {
      assertThat(get(keyring, "/")).isEqualTo(Map.of("n", "" + i));
    }
  }

  @Test
  void aPerRequestSignatureIsMadeOnceASecond() throws IOException {
    JwtScheme scheme =
        JwtScheme.signedWith(KEY).lifetime(Duration.ofSeconds(15)).perRequest().build();
    Keyring keyring = test.keyring(scheme);
    for (int i = 0; i < 40; i++) {
      assertThat(get(keyring, "/")).isNotEmpty();
      test.clock.advance(Duration.ofMillis(100));
    }

    assertThat(test.events.count("issued")).isEqualTo(4);
    assertThat(test.byHand.waiting()).isZero();
  }

  @Test
  void originsOfOneSchemeHaveTheirOwnCredentials() throws IOException {
    CountingScheme scheme = new CountingScheme(Duration.ofMinutes(5));
    Keyring keyring =
        test.executor(Runnable::run).builder().add(scheme, API, "https://eu.test").build();

    assertThat(get(keyring, "/")).isEqualTo(Map.of("x", "t1"));
    assertThat(keyring.headersFor("GET", URI.create("https://eu.test/")))
        .isEqualTo(Map.of("x", "t2"));
  }

  @Test
  void afterCloseNoCredentialIsGiven() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.header("x", "k"));
    get(keyring, "/");
    keyring.close();
    keyring.close();

    assertThatThrownBy(() -> get(keyring, "/"))
        .isInstanceOf(CredentialException.class)
        .hasMessage("The keyring is closed");
    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class)
        .hasMessage("The keyring is closed");
    assertThat(keyring.headersFor("GET", URI.create("https://other.test/"))).isEmpty();
  }

  @Test
  void aKeyOnDiskThatCannotBeUsedIsReportedOnce(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("kid.pem"), TestKeys.pkcs8(TestKeys.rsa()));
    Keyring keyring =
        test.executor(Runnable::run)
            .keyring(AuthgearAdmin.project("myapp", KeyFile.newestIn(folder)));
    get(keyring, "/");
    Files.writeString(file, TestKeys.pkcs8(TestKeys.rsa()).substring(0, 700));
    for (int i = 0; i < 3; i++) {
      test.clock.advance(Duration.ofMinutes(5));
      get(keyring, "/");
    }
    assertThat(test.events.of("keyUnreadable"))
        .singleElement()
        .asString()
        .contains("kid.pem", "cut short");

    Files.writeString(folder.resolve("next.pem"), TestKeys.pkcs8(TestKeys.otherRsa()));
    test.clock.advance(Duration.ofMinutes(5));
    get(keyring, "/");
    assertThat(test.events.of("keyChanged")).containsExactly("keyChanged " + API + " RS256 next");
  }

  private static Map<String, String> get(Keyring keyring, String path) throws IOException {
    return keyring.headersFor("GET", URI.create(API + path));
  }
}
