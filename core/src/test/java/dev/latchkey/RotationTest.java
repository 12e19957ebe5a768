package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key is rotated while calls are made; the server stops to take the old one at once, or not. */
class RotationTest {
  private static final String API = "https://api.test";
  private static final KeyPair ONE = TestKeys.rsa();
  private static final KeyPair TWO = TestKeys.otherRsa();

  @TempDir Path folder;

  private final TestKeyring test = new TestKeyring().jitter(() -> 0.0);
  private final AtomicReference<SigningKey> current =
      new AtomicReference<>(SigningKey.rs256("one", ONE.getPrivate()));

  /** The one key that the server takes. */
  private KeyPair taken = ONE;

  @Test
  void ofASupplierTheNewKeyIsInUseAtOnceWhenTheOldOneIsGone() throws IOException {
    try (Keyring keyring = keyring(current::get)) {
      assertEveryCallSucceeds(
          keyring, () -> current.getAndSet(SigningKey.rs256("two", TWO.getPrivate())), "two");
    }
  }

  @Test
  void ofAFileToo() throws IOException {
    Path file = write("kid.pem", ONE);
    try (Keyring keyring = keyring(KeyFile.pem(file))) {
      assertEveryCallSucceeds(keyring, () -> write("kid.pem", TWO), "kid");
    }
  }

  @Test
  void ofAFolderToo() throws IOException {
    write("one.pem", ONE);
    try (Keyring keyring = keyring(KeyFile.newestIn(folder))) {
      assertEveryCallSucceeds(
          keyring,
          () -> {
            Path file = write("two.pem", TWO);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
            return Files.deleteIfExists(folder.resolve("one.pem"));
          },
          "two");
    }
  }

  @Test
  void ofASwitchedLinkAsKubernetesHasItToo() throws IOException {
    Files.createDirectories(folder.resolve("..1"));
    Files.createDirectories(folder.resolve("..2"));
    write("..1/kid.pem", ONE);
    write("..2/kid.pem", TWO);
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    Path link = Files.createSymbolicLink(folder.resolve("kid.pem"), Path.of("..data/kid.pem"));
    try (Keyring keyring = keyring(KeyFile.pem(link))) {
      assertEveryCallSucceeds(
          keyring,
          () -> {
            Path next = Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..2"));
            return Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
          },
          "kid");
    }
  }

  @Test
  void whereTheOldKeyIsStillTakenNoCallIsRefused() throws IOException {
    try (Keyring keyring = inline(current::get)) {
      TestCall before = new TestCall(keyring);
      Map<String, String> old = before.send(API);
      current.set(SigningKey.rs256("two", TWO.getPrivate()));

      assertThat(new TestCall(keyring).send(API)).as("while it is fresh").isEqualTo(old);
      test.clock.advance(Duration.ofMinutes(4));
      assertThat(new TestCall(keyring).send(API)).as("while it is renewed").isEqualTo(old);
      assertThat(Token.isRs256(TestCall.bearer(new TestCall(keyring).send(API)), TWO)).isTrue();
      assertThat(test.events.of("keyChanged")).containsExactly("keyChanged " + API + " RS256 two");
      assertThat(test.events.count("refused")).isZero();
    }
  }

  @Test
  void aKeyExchangedBeforeTheServerKnowsItIsTriedAgainLater() throws IOException {
    try (Keyring keyring = inline(current::get)) {
      current.set(SigningKey.rs256("two", TWO.getPrivate()));
      assertThat(succeeds(keyring)).as("the server is not there yet").isFalse();
      assertThat(succeeds(keyring)).isFalse();
      taken = TWO;
      assertThat(succeeds(keyring)).as("once it is").isTrue();
      assertThat(test.events.count("issued")).isBetween(1, 3);
    }
  }

  @Test
  void whereTheKeyCannotBeReadARefusalIsTheCallersAndNoIssueFails() throws IOException {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    try (Keyring keyring =
        inline(
            () -> {
              if (failure.get() != null) {
                throw failure.get();
              }
              return current.get();
            })) {
      rest(keyring);
      failure.set(new IllegalStateException("down"));
      taken = TWO;

      assertThat(succeeds(keyring)).isFalse();
      assertThat(test.events.count("issueFailed")).isZero();
    }
  }

  @Test
  void keyAndKeyIdNeverMix() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (Keyring keyring = keyring(current::get)) {
      Callable<Void> rotating =
          () -> {
            for (int i = 0; i < 25; i++) {
              boolean two = i % 2 == 0;
              current.set(SigningKey.rs256(two ? "two" : "one", (two ? TWO : ONE).getPrivate()));
              TestCall call = new TestCall(keyring);
              assertIsWhole(call.send(API));
              if (call.answered(401)) {
                assertIsWhole(call.send(API));
              }
            }
            return null;
          };
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(threads.submit(rotating));
      }
      for (Future<Void> one : all) {
        one.get(20, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void assertEveryCallSucceeds(Keyring keyring, Callable<?> rotate, String keyId)
      throws IOException {
    assertThat(succeeds(keyring)).isTrue();
    rest(keyring);
    try {
      rotate.call();
    } catch (Exception e) {
      throw new IOException(e);
    }
    taken = TWO;

    for (int i = 0; i < 10; i++) {
      assertThat(succeeds(keyring)).as("call %s after the rotation", i + 1).isTrue();
    }
    assertThat(Token.parse(TestCall.bearer(new TestCall(keyring).send(API))).header())
        .containsEntry("kid", keyId);
    assertThat(test.events.of("keyChanged"))
        .containsExactly("keyChanged " + API + " RS256 " + keyId);
  }

  /** Brings the slot into the rest that follows a refusal which another token did not cure. */
  private void rest(Keyring keyring) throws IOException {
    KeyPair before = taken;
    taken = TWO;
    assertThat(succeeds(keyring)).isFalse();
    int issued = test.events.count("issued");
    assertThat(succeeds(keyring)).isFalse();
    assertThat(test.events.count("issued")).as("resting").isEqualTo(issued);
    taken = before;
  }

  private boolean succeeds(Keyring keyring) throws IOException {
    TestCall call = new TestCall(keyring);
    for (int attempt = 0; attempt < 3; attempt++) {
      if (Token.isRs256(TestCall.bearer(call.send(API)), taken)) {
        assertThat(call.answered(200)).isFalse();
        return true;
      }
      if (!call.answered(401)) {
        return false;
      }
    }
    throw new AssertionError("sent a third time");
  }

  private static void assertIsWhole(Map<String, String> headers) {
    String jwt = TestCall.bearer(headers);
    Object keyId = Token.parse(jwt).header().get("kid");
    assertThat(Token.isRs256(jwt, "two".equals(keyId) ? TWO : ONE)).as("kid %s", keyId).isTrue();
  }

  private Path write(String name, KeyPair pair) throws IOException {
    return Files.writeString(folder.resolve(name), TestKeys.pkcs8(pair));
  }

  private Keyring keyring(Supplier<SigningKey> keys) {
    test.ownThreads();
    return inline(keys);
  }

  private Keyring inline(Supplier<SigningKey> keys) {
    return test.keyring(
        JwtScheme.signedWith(keys).lifetime(Duration.ofMinutes(5)).requireKeyId().build());
  }
}
