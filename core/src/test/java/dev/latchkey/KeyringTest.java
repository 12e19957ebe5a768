package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.vendor.AuthgearAdmin;
import dev.latchkey.vendor.StatusEntry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {
  private static final String API = "https://api.test";
  private static final SigningKey KEY = SigningKey.rs256("kid", TestKeys.rsa().getPrivate());

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  private final Events events = new Events();
  private final ByHand executor = new ByHand();
  private double random;

  @Test
  void anUnknownOriginGetsNothing() throws IOException {
    Keyring keyring = builder().add(API, AuthScheme.header("x", "k")).build();

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
    Keyring keyring = builder().add(API, AuthgearAdmin.project("myapp", KEY)).build();
    Map<String, String> first = get(keyring, "/_api/admin/graphql");

    for (int i = 1; i < 1000; i++) {
      moment.advance(Duration.ofMillis(200));
      assertThat(get(keyring, i % 2 == 0 ? "/_api/admin/graphql" : "/_api/admin/users/import"))
          .isEqualTo(first);
    }

    executor.run();
    assertThat(events.all()).containsExactly("issued " + API);
  }

  @Test
  void aTokenOfFiveMinutesIsRenewedInTheBackground() throws IOException {
    for (double dice : new double[] {0, 0.25, 0.5, 0.75, 0.999}) {
      random = dice;
      Keyring keyring = builder().add(API, AuthgearAdmin.project("myapp", KEY)).build();
      Map<String, String> first = get(keyring, "/");
      int seconds = 0;
      while (executor.waiting() == 0 && seconds < 300) {
        moment.advance(Duration.ofSeconds(1));
        seconds++;
        assertThat(get(keyring, "/")).isEqualTo(first);
      }

      assertThat(seconds).as("dice %s", dice).isBetween(210, 240);
      executor.run();
      assertThat(get(keyring, "/")).isNotEqualTo(first);
    }
  }

  @Test
  void aTokenOfFiveMinutesIsNotSentAfter270Seconds() throws IOException {
    Keyring keyring = builder().add(API, AuthgearAdmin.project("myapp", KEY)).build();
    Map<String, String> first = get(keyring, "/");

    moment.advance(Duration.ofMillis(269_999));
    assertThat(get(keyring, "/")).isEqualTo(first);
    executor.run();
    Map<String, String> second = get(keyring, "/");
    assertThat(second).isNotEqualTo(first);

    moment.advance(Duration.ofSeconds(270));
    assertThat(get(keyring, "/")).isNotEqualTo(second);
    assertThat(events.count("issued")).isEqualTo(3);
  }

  @Test
  void aCredentialThatReadThePathIsSharedPerPath() throws IOException {
    Keyring keyring = builder().add(API, StatusEntry.keyPairBoundToPath("AK", "SK456")).build();

    Map<String, String> a = get(keyring, "/a");
    Map<String, String> b = get(keyring, "/b?c=d");
    assertThat(a).isNotEqualTo(b);
    for (int i = 0; i < 10; i++) {
      assertThat(get(keyring, "/a")).isEqualTo(a);
      assertThat(get(keyring, "/a#part")).isEqualTo(a);
      assertThat(get(keyring, "/b?c=d")).isEqualTo(b);
    }
    assertThat(get(keyring, "/b?c=e")).isNotEqualTo(b);
    assertThat(events.count("issued")).isEqualTo(3);
  }

  @Test
  void credentialsThatReadThePathAreBounded() throws IOException {
    Keyring keyring =
        builder()
            .add(API, StatusEntry.keyPairBoundToPath("AK", "SK456"))
            .maximumCredentials(10)
            .build();
    for (int i = 0; i < 200; i++) {
      get(keyring, "/" + i);
    }
    assertThat(events.count("issued")).isEqualTo(200);

    // At most ten were kept, and these may change while we look.
    for (int i = 0; i < 200; i++) {
      get(keyring, "/" + i);
    }
    assertThat(events.count("issued")).isBetween(390, 400);
  }

  @Test
  void theirNumberDoesNotDisplaceACredentialForAllRequests() throws IOException {
    Keyring keyring =
        builder()
            .add(API, AuthgearAdmin.project("myapp", KEY))
            .add("https://status.test", StatusEntry.keyPairBoundToPath("AK", "SK456"))
            .maximumCredentials(1)
            .build();
    Map<String, String> token = get(keyring, "/");
    for (int i = 0; i < 100; i++) {
      keyring.headersFor("GET", URI.create("https://status.test/" + i));
    }

    assertThat(get(keyring, "/")).isEqualTo(token);
    assertThat(events.all()).containsOnlyOnce("issued " + API);
  }

  @Test
  void credentialsForOneRequestDisplaceNoneThatIsHeld() throws IOException {
    AuthScheme single = context -> Credential.of("x", context.uri().getPath()).singleUse();
    Keyring keyring =
        builder(Runnable::run)
            .add(API, StatusEntry.keyPairBoundToPath("AK", "SK456"))
            .add("https://single.test", single)
            .maximumCredentials(1)
            .build();
    get(keyring, "/held");
    for (int i = 0; i < 100; i++) {
      keyring.headersFor("GET", URI.create("https://single.test/path"));
    }

    get(keyring, "/held");

    assertThat(events.all()).containsOnlyOnce("issued " + API);
  }

  @Test
  void aCredentialForOneRequestIsAskedForEachTime() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Keyring keyring =
        builder(Runnable::run)
            .add(API, context -> Credential.of("n", "" + asked.incrementAndGet()).singleUse())
            .build();

    for (int i = 1; i <= 20; i++) {
      assertThat(get(keyring, "/")).isEqualTo(Map.of("n", "" + i));
    }
  }

  @Test
  void aPerRequestSignatureIsMadeOnceASecond() throws IOException {
    JwtScheme scheme =
        JwtScheme.signedWith(KEY).lifetime(Duration.ofSeconds(15)).perRequest().build();
    Keyring keyring = builder().add(API, scheme).build();
    for (int i = 0; i < 40; i++) {
      assertThat(get(keyring, "/")).isNotEmpty();
      moment.advance(Duration.ofMillis(100));
    }

    assertThat(events.count("issued")).isEqualTo(4);
    assertThat(executor.waiting()).isZero();
  }

  @Test
  void originsOfOneSchemeHaveTheirOwnCredentials() throws IOException {
    Counter scheme = new Counter(Duration.ofMinutes(5));
    Keyring keyring = builder(Runnable::run).add(scheme, API, "https://eu.test").build();

    assertThat(get(keyring, "/")).isEqualTo(Map.of("x", "t1"));
    assertThat(keyring.headersFor("GET", URI.create("https://eu.test/")))
        .isEqualTo(Map.of("x", "t2"));
  }

  @Test
  void afterCloseNoCredentialIsGiven() throws IOException {
    Keyring keyring = builder().add(API, AuthScheme.header("x", "k")).build();
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
        builder(Runnable::run)
            .add(API, AuthgearAdmin.project("myapp", KeyFile.newestIn(folder)))
            .build();
    get(keyring, "/");
    Files.writeString(file, TestKeys.pkcs8(TestKeys.rsa()).substring(0, 700));
    for (int i = 0; i < 3; i++) {
      moment.advance(Duration.ofMinutes(5));
      get(keyring, "/");
    }
    assertThat(events.of("keyUnreadable"))
        .singleElement()
        .asString()
        .contains("kid.pem", "cut short");

    Files.writeString(folder.resolve("next.pem"), TestKeys.pkcs8(TestKeys.otherRsa()));
    moment.advance(Duration.ofMinutes(5));
    get(keyring, "/");
    assertThat(events.of("keyChanged")).containsExactly("keyChanged " + API + " RS256 next");
  }

  private Keyring.Builder builder() {
    return builder(executor);
  }

  private Keyring.Builder builder(Executor executor) {
    return Keyring.builder()
        .clock(moment)
        .timing(moment.nanos(), () -> random)
        .executor(executor)
        .listener(events);
  }

  private static Map<String, String> get(Keyring keyring, String path) throws IOException {
    return keyring.headersFor("GET", URI.create(API + path));
  }
}
