package dev.latchkey;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads keys as text, and no more of it than a key may be long. */
final class KeyFileContent {
  private static final int MAXIMUM_LENGTH = 1 << 20;

  private KeyFileContent() {}

  /**
   * Returns the bytes of a file as ISO 8859-1, which takes any, so that a binary file can be told
   * from PEM.
   *
   * @throws IOException if it cannot be read; the message names the file and the reason
   * @throws KeyFault if it is larger than 1 MiB
   */
  static String read(Path file) throws IOException {
    // A stream, unlike a channel, is read to its end also by a thread that is interrupted.
    try (InputStream in = Files.newInputStream(file)) {
      // Bounded here, not by the size that the file system tells: that of a device is 0.
      byte[] bytes = in.readNBytes(MAXIMUM_LENGTH + 1);
      if (bytes.length > MAXIMUM_LENGTH) {
        throw new KeyFault("Key file " + file + " is too large to be a PEM key");
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
   * Returns the rest of a reader, which is not closed.
   *
   * @throws KeyFault if it is longer than 1 Mi characters
   */
  static String read(Reader reader) throws IOException {
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[8192];
    for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
      text.append(buffer, 0, n);
      if (text.length() > MAXIMUM_LENGTH) {
        throw new KeyFault("PEM text: it is too large to be a PEM key");
      }
    }
    return text.toString();
  }
}
