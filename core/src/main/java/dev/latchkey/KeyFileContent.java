package dev.latchkey;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads keys as text, limited to the maximum length of a key. */
final class KeyFileContent {
  private static final int MAXIMUM_LENGTH = 1 << 20;

  private KeyFileContent() {}

  /**
   * Returns the bytes of a file decoded as ISO 8859-1, which accepts any byte, so that a binary
   * file can be distinguished from PEM.
   *
   * @throws IOException if it cannot be read; the message names the file and the reason
   * @throws KeyFault if it is larger than 1 MiB
   */
  static String read(Path file) throws IOException {
    // Unlike a channel, a stream can be read to its end even by an interrupted thread.
    try (InputStream in = Files.newInputStream(file)) {
      // Limited here, not by the size that the file system reports: that of a device is 0.
      byte[] bytes = in.readNBytes(MAXIMUM_LENGTH + 1);
      if (bytes.length > MAXIMUM_LENGTH) {
        throw new KeyFault("Key file " + file + " must be at most 1 MiB, but is larger");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException("Key file " + file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException("Key file " + file + " may not be read by this user", e);
    } catch (IOException e) {
      throw new IOException("Key file " + file + " cannot be read: " + e.getClass().getName(), e);
    }
  }

  /**
   * Returns the remaining text of a reader, which is not closed.
   *
   * @throws KeyFault if it is longer than 1 Mi characters
   */
  static String read(Reader reader) throws IOException {
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[8192];
    for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
      text.append(buffer, 0, n);
      if (text.length() > MAXIMUM_LENGTH) {
        throw new KeyFault("PEM text: it must have at most 1 Mi characters, but has more");
      }
    }
    return text.toString();
  }
}
