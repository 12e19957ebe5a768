package dev.latchkey;

import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Key files with times set by hand, what is written to them, and the keys that they hold. */
final class KeyFiles {
  static final String PEM = TestKeys.pkcs8(TestKeys.rsa());
  static final String OTHER_PEM = TestKeys.pkcs8(TestKeys.otherRsa());

  private KeyFiles() {}

  /** Writes a file as if at a second since the epoch. */
  static Path write(Path folder, String name, String text, long time) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(time)));
    return file;
  }

  static SigningKey key(String id) {
    return SigningKey.rs256(id, TestKeys.rsa().getPrivate());
  }

  static SigningKey otherKey(String id) {
    return SigningKey.rs256(id, TestKeys.otherRsa().getPrivate());
  }
}
