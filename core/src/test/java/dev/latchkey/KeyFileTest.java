package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final String PEM = TestKeys.pkcs8(TestKeys.rsa());
  private static final String OTHER_PEM = TestKeys.pkcs8(TestKeys.otherRsa());

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
  void takesTheNewestOfAFolder() throws IOException {
    write("b.pem", PEM, 1);
    write("a.pem", OTHER_PEM, 2);
    write("notes.txt", "newer, and no key", 3);

    KeyFile keys = KeyFile.newestIn(folder);

    assertThat(keys.get()).isEqualTo(otherKey("a"));
    assertThat(keys.problem()).isEmpty();
  }

  @Test
  void followsARotationInAFolder() throws IOException {
    Path old = write("old.pem", PEM, 1);
    KeyFile keys = KeyFile.newestIn(folder);
    assertThat(keys.get()).isEqualTo(key("old"));

    write("new.pem", OTHER_PEM, 2);
    assertThat(keys.get()).isEqualTo(otherKey("new"));

    Files.delete(old);
    assertThat(keys.get()).isEqualTo(otherKey("new"));
    assertThat(keys.problem()).isEmpty();
  }

  @Test
  void ofAFolderTakesTheNextBestWhileTheNewestIsHalfWritten() throws IOException {
    write("old.pem", PEM, 1);
    KeyFile keys = KeyFile.newestIn(folder);
    Path half = write("new.pem", OTHER_PEM.substring(0, 700), 2);

    assertThat(keys.get()).isEqualTo(key("old"));
    assertThat(keys.problem().orElseThrow()).contains(half.toString(), "cut short");

    write("new.pem", OTHER_PEM, 2);
    assertThat(keys.get()).isEqualTo(otherKey("new"));
    assertThat(keys.problem()).isEmpty();
  }

  @Test
  void doesNotFallBackToAnOlderKeyWhileTheOneInUseIsRewritten() throws IOException {
    write("old.pem", PEM, 1);
    write("new.pem", OTHER_PEM, 2);
    KeyFile keys = KeyFile.newestIn(folder);
    write("new.pem", OTHER_PEM.substring(0, 700), 3);

    assertThat(keys.get()).isEqualTo(otherKey("new"));
    assertThat(keys.problem().orElseThrow()).contains("cut short");
  }

  @Test
  void keepsTheLastGoodKeyWhileTheFolderIsEmptyOrGone() throws IOException {
    Path keysFolder = Files.createDirectory(folder.resolve("keys"));
    Path file = Files.writeString(keysFolder.resolve("kid.pem"), PEM);
    KeyFile keys = KeyFile.newestIn(keysFolder);

    Files.delete(file);
    assertThat(keys.get()).isEqualTo(key("kid"));
    assertThat(keys.problem()).contains("Key folder " + keysFolder + " has no <key id>.pem");

    Files.delete(keysFolder);
    assertThat(keys.get()).isEqualTo(key("kid"));
    assertThat(keys.problem().orElseThrow()).contains(keysFolder.toString(), "cannot be read");
  }

  @Test
  void aFolderNamedLikeAKeyIsPassedOver() throws IOException {
    write("kid.pem", PEM, 1);
    Path directory = Files.createDirectory(folder.resolve("zzz.pem"));
    Files.setLastModifiedTime(directory, FileTime.from(Instant.ofEpochSecond(9)));

    assertThat(KeyFile.newestIn(folder).get()).isEqualTo(key("kid"));
  }

  @Test
  void aFactoryThrowsIfThereIsNoKey() throws IOException {
    Path missing = folder.resolve("missing.pem");
    Path half = write("half.pem", PEM.substring(0, 700), 1);
    Path wrongName = write("key.txt", PEM, 1);
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertNoKey(() -> KeyFile.pem(missing), "Key file " + missing + " does not exist");
    assertNoKey(() -> KeyFile.pem(half), "the PEM is cut short");
    assertNoKey(() -> KeyFile.pem(wrongName), "is not named <key id>.pem");
    assertNoKey(() -> KeyFile.pem(empty.resolve(".pem")), ".pem");
    assertNoKey(() -> KeyFile.newestIn(empty), "Key folder " + empty + " has no <key id>.pem");
    assertNoKey(() -> KeyFile.newestIn(folder), "the PEM is cut short");
    assertNoKey(() -> KeyFile.newestIn(folder.resolve("nowhere")), "nowhere cannot be read");
    assertNoKey(() -> KeyFile.newestIn(half), "half.pem cannot be read");
  }

  @Test
  void showsPathAndKeyIdOnly() throws IOException {
    Path file = write("kid.pem", PEM, 1);

    assertThat(KeyFile.pem(file)).hasToString("KeyFile[" + file + ", SigningKey[RS256, id kid]]");
  }

  private static void assertNoKey(Runnable factory, String reason) {
    assertThatThrownBy(factory::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .satisfies(thrown -> PemTest.assertShowsNothingOf(PEM, thrown));
  }

  private Path write(String name, String text, long time) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(time)));
    return file;
  }

  private static SigningKey key(String id) {
    return SigningKey.rs256(id, TestKeys.rsa().getPrivate());
  }

  private static SigningKey otherKey(String id) {
    return SigningKey.rs256(id, TestKeys.otherRsa().getPrivate());
  }
}
