package dev.latchkey;

import static dev.latchkey.KeyFiles.OTHER_PEM;
import static dev.latchkey.KeyFiles.PEM;
import static dev.latchkey.KeyFiles.key;
import static dev.latchkey.KeyFiles.otherKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir Path folder;

  @Test
  void readsOneFile() throws IOException {
    KeyFile keys = KeyFile.pem(write("kid.pem", PEM, 1));

    assertThat(keys.get()).isEqualTo(key("kid"));
    assertThat(keys.problem()).isEmpty();
  }

  @Test
  void givesTheSameKeyWhileNothingChanges() throws IOException {
    KeyFile keys = KeyFile.pem(write("kid.pem", PEM, 1));

    assertThat(keys.get()).isSameAs(keys.get());
  }

  @Test
  void isReadByAThreadThatIsInterruptedToo() throws IOException {
    KeyFile keys = KeyFile.pem(write("kid.pem", PEM, 1));
    write("kid.pem", OTHER_PEM, 2);

    Thread.currentThread().interrupt();
    try {
      assertThat(keys.get()).isEqualTo(otherKey("kid"));
      assertThat(keys.problem()).isEmpty();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void seesAnotherKeyInTheFileThoughItsTimeIsTheSame() throws IOException {
    KeyFile keys = KeyFile.pem(write("kid.pem", PEM, 1));
    keys.get();
    write("kid.pem", OTHER_PEM, 1);

    assertThat(keys.get()).isEqualTo(otherKey("kid"));
  }

  @Test
  void followsALinkAsKubernetesSwitchesIt() throws IOException {
    // <mount>/kid.pem -> ..data/kid.pem, ..data -> ..<version>; an update renames a new ..data.
    Files.createDirectories(folder.resolve("..1"));
    Files.createDirectories(folder.resolve("..2"));
    write("..1/kid.pem", PEM, 1);
    write("..2/kid.pem", OTHER_PEM, 1);
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    Path link = Files.createSymbolicLink(folder.resolve("kid.pem"), Path.of("..data/kid.pem"));
    KeyFile one = KeyFile.pem(link);
    KeyFile newest = KeyFile.newestIn(folder);
    assertThat(one.get()).isEqualTo(newest.get()).isEqualTo(key("kid"));

    Path next = Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..2"));
    Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(one.get()).isEqualTo(otherKey("kid"));
    assertThat(newest.get()).isEqualTo(otherKey("kid"));
  }

  @Test
  void keepsTheLastGoodKeyWhileTheFileIsHalfWritten() throws IOException {
    Path file = write("kid.pem", PEM, 1);
    KeyFile keys = KeyFile.pem(file);
    write("kid.pem", OTHER_PEM.substring(0, 700), 2);

    assertThat(keys.get()).isEqualTo(key("kid"));
    assertThat(keys.problem().orElseThrow())
        .isEqualTo("Key file " + file + ": the PEM is cut short: there is no -----END line");

    write("kid.pem", OTHER_PEM, 2);
    assertThat(keys.get()).isEqualTo(otherKey("kid"));
    assertThat(keys.problem()).isEmpty();
  }

  @Test
  void keepsTheLastGoodKeyWhileTheFileIsGone() throws IOException {
    Path file = write("kid.pem", PEM, 1);
    KeyFile keys = KeyFile.pem(file);
    Files.delete(file);

    assertThat(keys.get()).isEqualTo(key("kid"));
    assertThat(keys.problem()).contains("Key file " + file + " does not exist");

    write("kid.pem", OTHER_PEM, 1);
    assertThat(keys.get()).isEqualTo(otherKey("kid"));
    assertThat(keys.problem()).isEmpty();
  }

  @Test
  void keepsTheLastGoodKeyWhileTheFileIsDamaged() throws IOException {
    Path file = write("kid.pem", PEM, 1);
    KeyFile keys = KeyFile.pem(file);
    byte[] damaged = TestKeys.otherRsa().getPrivate().getEncoded();
    damaged[200] ^= 0x20;
    write("kid.pem", TestKeys.pem("PRIVATE KEY", damaged), 2);

    assertThat(keys.get()).isEqualTo(key("kid"));
    assertThat(keys.problem().orElseThrow()).contains(file.toString(), "is damaged");
  }

  @Test
  void theKeyIdMayBeGivenByHand() throws IOException {
    KeyFile keys = KeyFile.pem("kid", write("tls.key", PEM, 1));
    assertThat(keys.get()).isEqualTo(key("kid"));
    write("tls.key", OTHER_PEM, 2);

    assertThat(keys.get()).isEqualTo(otherKey("kid"));
    assertThat(keys)
        .hasToString("KeyFile[" + folder.resolve("tls.key") + ", SigningKey[RS256, id kid]]");
    assertThat(KeyFile.pem("k", write(".hidden", PEM, 1)).get()).isEqualTo(key("k"));
    assertThatThrownBy(() -> KeyFile.pem(" ", folder.resolve("tls.key")))
        .hasMessageContaining("The key id must not be blank");
  }

  @Test
  void aParserReadsWhatChangedAndKeepsTheLastGoodKey() throws IOException {
    Path file = write("account.json", "{\"kid\":\"ä\"}", 1);
    AtomicInteger parsed = new AtomicInteger();
    KeyFile.Parser parser =
        text -> {
          parsed.incrementAndGet();
          return switch (text) {
            case "{\"kid\":\"ä\"}" -> key("ä");
            case "{\"kid\":\"b\"}" -> key("b");
            case "half" -> throw new IllegalStateException("s3cret");
            case "words" -> throw new CredentialException("there is no field kid");
            case "pem" -> SigningKey.pem("kid", PEM.substring(0, 700));
            case "eof" -> throw new IOException("s3cret");
            default -> null;
          };
        };
    KeyFile keys = KeyFile.parsed(file, parser);
    assertThat(keys.get()).isSameAs(keys.get()).isEqualTo(key("ä"));
    assertThat(parsed).hasValue(1);

    String prefix = "Key file " + file + ": ";
    Map<String, String> problems =
        Map.of(
            "half", prefix + "its parser threw java.lang.IllegalStateException",
            "eof", prefix + "its parser threw java.io.IOException",
            "words", prefix + "there is no field kid",
            "pem", prefix + "PEM text: the PEM is cut short: there is no -----END line",
            "other", prefix + "its parser returned null");
    for (Map.Entry<String, String> problem : problems.entrySet()) {
      write("account.json", problem.getKey(), 2);
      assertThat(keys.get()).isEqualTo(key("ä"));
      assertThat(keys.problem()).contains(problem.getValue());
      assertThatThrownBy(() -> KeyFile.parsed(file, parser))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(problem.getValue());
    }

    write("account.json", "{\"kid\":\"b\"}", 2);
    assertThat(keys.get()).isEqualTo(key("b"));
    assertThat(keys.problem()).isEmpty();
  }

  @Test
  void whileAReadHangsOthersGetTheLastGoodKey() throws Exception {
    Path file = write("kid", "1", 1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    KeyFile keys =
        KeyFile.parsed(
            file,
            text -> {
              if (text.equals("2")) {
                begun.countDown();
                awaitOpen(open);
              }
              return key(text);
            });
    write("kid", "2", 2);
    FutureTask<SigningKey> hanging = new FutureTask<>(keys::get);
    Thread reader = new Thread(hanging);
    reader.start();
    try {
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

      assertThat(keys.get()).isEqualTo(key("1"));
      assertThat(keys.problem())
          .contains("Key file " + file + " is still being read; check whether its disk hangs");
      assertThat(keys.get()).isEqualTo(key("1"));
    } finally {
      open.countDown();
    }
    assertThat(hanging.get(10, TimeUnit.SECONDS)).isEqualTo(key("2"));
    assertThat(keys.get()).isEqualTo(key("2"));
    assertThat(keys.problem()).isEmpty();
  }

  @Test
  void aWaiterThatIsInterruptedGetsTheLastGoodKey() throws Exception {
    Path file = write("kid", "1", 1);
    AtomicReference<KeyFile> all = new AtomicReference<>();
    AtomicReference<SigningKey> other = new AtomicReference<>();
    all.set(
        KeyFile.parsed(
            file,
            text -> {
              if (text.equals("2")) {
                Thread waiter =
                    new Thread(
                        () -> {
                          Thread.currentThread().interrupt();
                          other.set(all.get().get());
                        });
                waiter.start();
                join(waiter);
              }
              return key(text);
            }));
    write("kid", "2", 2);

    assertThat(all.get().get()).isEqualTo(key("2"));
    assertThat(other).hasValue(key("1"));
  }

  @Test
  void aFactoryThrowsIfThereIsNoKey() throws IOException {
    Path missing = folder.resolve("missing.pem");
    Path half = write("half.pem", PEM.substring(0, 700), 1);
    Path wrongName = write("key.txt", PEM, 1);
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertNoKey(() -> KeyFile.pem(missing), "Key file " + missing + " does not exist");
    assertNoKey(() -> KeyFile.pem(half), "the PEM is cut short");
    assertNoKey(() -> KeyFile.pem(wrongName), "must be named <key id>.pem");
    assertNoKey(() -> KeyFile.pem(empty.resolve(".pem")), ".pem");
    assertNoKey(
        () -> KeyFile.newestIn(empty),
        "Key folder " + empty + " must have a file <key id>.pem, but has none");
    assertNoKey(() -> KeyFile.newestIn(folder), "the PEM is cut short");
    assertNoKey(() -> KeyFile.newestIn(folder.resolve("nowhere")), "nowhere cannot be read");
    assertNoKey(() -> KeyFile.newestIn(half), "half.pem cannot be read");
  }

  @Test
  void showsPathAndKeyIdOnly() throws IOException {
    Path file = write("kid.pem", PEM, 1);

    assertThat(KeyFile.pem(file)).hasToString("KeyFile[" + file + ", SigningKey[RS256, id kid]]");
  }

  private static void awaitOpen(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void join(Thread thread) throws IOException {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void assertNoKey(Runnable factory, String reason) {
    assertThatThrownBy(factory::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .satisfies(thrown -> PemTest.assertShowsNothingOf(PEM, thrown));
  }

  private Path write(String name, String text, long time) throws IOException {
    return KeyFiles.write(folder, name, text, time);
  }
}
