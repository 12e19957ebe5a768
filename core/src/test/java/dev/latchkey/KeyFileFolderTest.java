package dev.latchkey;

import static dev.latchkey.KeyFiles.OTHER_PEM;
import static dev.latchkey.KeyFiles.PEM;
import static dev.latchkey.KeyFiles.key;
import static dev.latchkey.KeyFiles.otherKey;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@link KeyFile} that follows the newest file of a folder. */
class KeyFileFolderTest {
  @TempDir Path folder;

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
    assertThat(keys.problem())
        .contains("Key folder " + keysFolder + " must have a file <key id>.pem, but has none");

    Files.delete(keysFolder);
    assertThat(keys.get()).isEqualTo(key("kid"));
    assertThat(keys.problem().orElseThrow()).contains(keysFolder.toString(), "cannot be read");
  }

  @Test
  void aNameThatWasNotThereIsNewerThoughAllFilesAreRewrittenWithOneTime() throws IOException {
    // As kubelet does when a Secret changes. The names would decide for the old key.
    write("z-old.pem", PEM, 1);
    KeyFile keys = KeyFile.newestIn(folder);
    assertThat(keys.get()).isEqualTo(key("z-old"));

    write("z-old.pem", PEM, 2);
    write("a-new.pem", OTHER_PEM, 2);
    assertThat(keys.get()).isEqualTo(otherKey("a-new"));

    for (int time = 3; time < 6; time++) {
      write("a-new.pem", OTHER_PEM, time);
      write("z-old.pem", PEM, time);
      assertThat(keys.get()).as("rewritten at %s", time).isEqualTo(otherKey("a-new"));
    }
  }

  @Test
  void aNameThatWasNotThereIsNewerThoughItsTimeIsOlder() throws IOException {
    write("old.pem", PEM, 5);
    KeyFile keys = KeyFile.newestIn(folder);
    write("new.pem", OTHER_PEM, 1);

    assertThat(keys.get()).isEqualTo(otherKey("new"));
    assertThat(keys.get()).as("and stays so").isEqualTo(otherKey("new"));
  }

  @Test
  void aKeyThatIsRewrittenAloneIsTheNewest() throws IOException {
    write("a.pem", PEM, 1);
    write("b.pem", OTHER_PEM, 2);
    KeyFile keys = KeyFile.newestIn(folder);
    assertThat(keys.get()).isEqualTo(otherKey("b"));
    write("a.pem", PEM, 3);

    assertThat(keys.get()).isEqualTo(key("a"));
  }

  @Test
  void ofFilesOfOneSecondTheNamesDecideAtTheFirstLook() throws IOException {
    Path first = write("2026-01.pem", PEM, 1);
    write("2026-02.pem", OTHER_PEM, 1);
    // One file system clock tick after the other, as they were written.
    Files.setLastModifiedTime(first, FileTime.from(Instant.ofEpochMilli(1_004)));

    assertThat(KeyFile.newestIn(folder).get()).isEqualTo(otherKey("2026-02"));
  }

  @Test
  void aFolderWithoutKeysForAMomentIsNoLook() throws IOException {
    Path older = write("z.pem", PEM, 1);
    Path newer = write("a.pem", OTHER_PEM, 2);
    KeyFile keys = KeyFile.newestIn(folder);
    Files.delete(older);
    Files.delete(newer);
    assertThat(keys.get()).isEqualTo(otherKey("a"));

    write("z.pem", PEM, 3);
    write("a.pem", OTHER_PEM, 3);
    assertThat(keys.get()).isEqualTo(otherKey("a"));
  }

  @Test
  void hiddenFilesAreNoKeysAndEndingsHaveAnyCase() throws IOException {
    write("AuthKey_kid.P8", PEM, 1);
    write(".hidden.pem", OTHER_PEM, 2);
    write("..2026_01_01.pem", OTHER_PEM, 2);
    assertThat(KeyFile.newestIn(folder).get()).isEqualTo(key("kid"));

    write("other.PEM", OTHER_PEM, 3);
    assertThat(KeyFile.newestIn(folder).get()).isEqualTo(otherKey("other"));
  }

  @Test
  void aRefusedKeyGivesWayToTheNextAndIsBackIfThatIsRefusedToo() throws IOException {
    write("old.pem", PEM, 1);
    write("new.pem", OTHER_PEM, 2);
    KeyFile keys = KeyFile.newestIn(folder);

    keys.refused(otherKey("new"));
    assertThat(keys.get()).as("on trial").isEqualTo(key("old"));
    assertThat(keys.retried(key("old"), false)).isTrue();
    assertThat(keys.get()).as("the refusal was not about the key").isEqualTo(otherKey("new"));
    assertThat(keys.retried(otherKey("new"), false)).isFalse();
    assertThat(keys.get()).as("no trial begins there").isEqualTo(otherKey("new"));

    keys.refused(otherKey("new"));
    assertThat(keys.get()).isEqualTo(key("old"));
    assertThat(keys.retried(key("old"), true)).isFalse();
    assertThat(keys.get()).as("accepted").isEqualTo(key("old"));
    keys.refused(key("old"));
    assertThat(keys.get()).isEqualTo(otherKey("new"));
    keys.retried(otherKey("new"), false);
    assertThat(keys.get()).as("still the one that was accepted").isEqualTo(key("old"));
  }

  @Test
  void ofSeveralOthersEachIsTriedInTurn() throws IOException {
    write("1.pem", PEM, 1);
    write("2.pem", PEM, 2);
    write("3.pem", PEM, 3);
    KeyFile keys = KeyFile.newestIn(folder);
    List<String> tried = new ArrayList<>();

    for (int i = 0; i < 4; i++) {
      keys.refused(key("3"));
      SigningKey other = keys.get();
      tried.add(other.keyId().orElseThrow());
      keys.retried(other, false);
      assertThat(keys.get()).isEqualTo(key("3"));
    }

    assertThat(tried).containsExactly("2", "1", "2", "1");
  }

  @Test
  void aTrialSurvivesARewriteOfAllFilesAndEndsWithANewOne() throws IOException {
    write("old.pem", PEM, 1);
    write("new.pem", OTHER_PEM, 2);
    KeyFile keys = KeyFile.newestIn(folder);
    keys.refused(otherKey("new"));
    keys.get();
    keys.retried(key("old"), true);

    write("old.pem", PEM, 3);
    write("new.pem", OTHER_PEM, 3);
    assertThat(keys.get()).isEqualTo(key("old"));

    keys.refused(key("old"));
    assertThat(keys.get()).isEqualTo(otherKey("new"));
    write("newest.pem", PEM, 1);
    assertThat(keys.get()).isEqualTo(key("newest"));
    keys.retried(key("newest"), false);
    assertThat(keys.get()).isEqualTo(key("newest"));
  }

  @Test
  void aRefusalOfAKeyThatIsNotInUseChangesNothing() throws IOException {
    write("old.pem", PEM, 1);
    write("new.pem", OTHER_PEM, 2);
    KeyFile keys = KeyFile.newestIn(folder);

    keys.refused(key("old"));
    keys.retried(key("old"), true);
    assertThat(keys.get()).isEqualTo(otherKey("new"));
  }

  @Test
  void theOnlyKeyStaysHoweverOftenItIsRefused() throws IOException {
    Path file = write("kid.pem", PEM, 1);
    Path half = write("half.pem", PEM.substring(0, 700), 0);
    for (KeyFile keys : List.of(KeyFile.newestIn(folder), KeyFile.pem(file))) {
      for (int i = 0; i < 3; i++) {
        keys.refused(key("kid"));
        assertThat(keys.get()).isEqualTo(key("kid"));
        keys.retried(key("kid"), i == 1);
        assertThat(keys.get()).isEqualTo(key("kid"));
      }
    }
    assertThat(half).exists();
  }

  @Test
  void aFolderNamedLikeAKeyIsPassedOver() throws IOException {
    write("kid.pem", PEM, 1);
    Path directory = Files.createDirectory(folder.resolve("zzz.pem"));
    Files.setLastModifiedTime(directory, FileTime.from(Instant.ofEpochSecond(9)));

    assertThat(KeyFile.newestIn(folder).get()).isEqualTo(key("kid"));
  }

  private Path write(String name, String text, long time) throws IOException {
    return KeyFiles.write(folder, name, text, time);
  }
}
