package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the signing key in a file, or the newest one in a folder, and follows it as keys rotate.
 * Each {@link #get()} reads the disk, and parses only what changed. The keyring calls it on its
 * executor when it issues a credential and after a refusal, so a rotated key is used without a
 * restart. While a file is incomplete, damaged, unreadable or missing, or its disk hangs, the last
 * good key stays in use and {@link #problem()} returns the reason.
 *
 * <p>Changes are detected by content, not by time stamp, so a symbolic link that is switched to
 * another file (as in Kubernetes) and a file that is replaced within the same second are noticed.
 * Thread-safe.
 */
public final class KeyFile implements Supplier<SigningKey> {
  /** How long a thread waits for another thread that reads the same file. */
  private static final long PATIENCE_SECONDS = 1;

  /** Reads a key from the text of a file, such as a service account's JSON. */
  @FunctionalInterface
  public interface Parser {

    /**
     * Returns the key in a text. Called when the text has changed, by one thread at a time.
     *
     * @throws IOException if the text has no key; any {@code RuntimeException} has the same effect.
     *     The last good key then stays in use. {@link KeyFile#problem()} names the exception's
     *     class; it shows the message only of a {@link CredentialException} and of exceptions from
     *     {@link SigningKey}, because other parsers may quote what they read.
     */
    SigningKey parse(String text) throws IOException;
  }

  /** Reads a key from a file's text, which was decoded as ISO 8859-1. */
  private interface Loader {
    SigningKey load(Path file, String text) throws IOException;
  }

  /**
   * A key with the text that it was read from. Not a record, because records print their values.
   */
  private static final class Loaded {
    private final Path file;
    private final String text;
    private final SigningKey key;

    Loaded(Path file, String text, SigningKey key) {
      this.file = file;
      this.text = text;
      this.key = key;
    }
  }

  private final Path path;
  private final @Nullable KeyFolder folder;
  private final Loader loader;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile boolean hanging;
  private volatile Loaded loaded;
  private volatile @Nullable String problem;

  private KeyFile(Path path, @Nullable KeyFolder folder, Loader loader) {
    this.path = requireNonNull(path, "path");
    this.folder = folder;
    this.loader = loader;
    this.loaded = look(null);
  }

  /**
   * Returns a supplier that follows a PEM file that is named after its key id: {@code <key
   * id>.pem}, {@code <key id>.p8} or {@code AuthKey_<key id>.p8}.
   *
   * @throws IllegalArgumentException if it cannot be read or has no key that {@link
   *     SigningKey#pem(Path)} accepts; the message says why
   */
  public static KeyFile pem(Path file) {
    return new KeyFile(file, null, KeyFile::loadNamed);
  }

  /**
   * Returns a supplier that follows a PEM file of any name, such as {@code tls.key}. If the key in
   * it changes, its id stays the same.
   *
   * @throws IllegalArgumentException if it cannot be read or has no key that {@link
   *     SigningKey#pem(String, Path)} accepts; the message says why
   */
  public static KeyFile pem(String keyId, Path file) {
    requireNonNull(keyId, "keyId");
    return new KeyFile(
        file, null, (path, text) -> SigningKey.fromPem("Key file " + path, keyId, text));
  }

  /**
   * Returns a supplier that follows a file of another format, such as a service account's JSON, a
   * JWK ({@code SigningKey::jwk}) or an encrypted PEM.
   *
   * @param parser returns the key in the file's text, which is decoded as UTF-8
   * @throws IllegalArgumentException if the file cannot be read, is larger than 1 MiB, or the
   *     parser throws or returns null
   */
  public static KeyFile parsed(Path file, Parser parser) {
    requireNonNull(parser, "parser");
    return new KeyFile(file, null, (path, text) -> parse(parser, path, text));
  }

  /**
   * Returns a supplier that follows the newest file in a folder that is named as for {@link
   * #pem(Path)}; files whose names begin with a dot are ignored. To rotate, put the new file beside
   * the old one, and delete the old one when all your systems use the new one.
   *
   * <p>A file is newer than those that were there when the folder was last read. When the program
   * starts, the time of last modification decides, in whole seconds; among files of the same
   * second, the name that sorts last is the newest. Kubernetes writes all files of a Secret in the
   * same second: give its keys names that sort by age, such as {@code 2026-05.pem}. If a server
   * refuses the key, the folder's next key is tried, and kept if the server accepts it.
   *
   * @throws IllegalArgumentException if no file has a key; the message says why
   */
  public static KeyFile newestIn(Path folder) {
    return new KeyFile(folder, new KeyFolder(folder), KeyFile::loadNamed);
  }

  /**
   * Returns the key that is on disk now, or the last good one; never null. Reads the disk, and so
   * may block. While another thread reads the disk and does not finish, the last good key is
   * returned after at most a second.
   */
  @Override
  public SigningKey get() {
    if (beginReading()) {
      try {
        loaded = look(loaded);
      } catch (KeyFault e) {
        problem = e.words();
      } finally {
        hanging = false;
        reading.unlock();
      }
    }
    return loaded.key;
  }

  /**
   * Returns why the newest state on disk cannot be used, without secrets; empty if there is no
   * problem.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Called as {@link BuiltInScheme#refused} is. */
  void refused(SigningKey key) {
    Loaded now = loaded;
    if (folder != null && now.key.equals(key)) {
      folder.refused(now.file);
    }
  }

  /** Called as {@link BuiltInScheme#retried} is. */
  boolean retried(SigningKey key, boolean accepted) {
    Loaded now = loaded;
    return folder != null && now.key.equals(key) && folder.retried(now.file, accepted);
  }

  /**
   * Returns whether this thread may read: one at a time, so that a disk that hangs does not block
   * one thread after the other.
   */
  private boolean beginReading() {
    if (reading.tryLock()) {
      return true;
    }
    try {
      if (!hanging && reading.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return true;
      }
      hanging = true;
      problem = "Key file " + path + " is still being read; check whether its disk hangs";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private Loaded look(@Nullable Loaded last) {
    KeyFault first = null;
    for (Path file : candidates()) {
      try {
        Loaded found = load(file, last);
        problem = first == null ? null : first.words();
        return found;
      } catch (KeyFault e) {
        first = first == null ? e : first;
        if (last != null && last.file.equals(file) && Files.exists(file)) {
          // It is being rewritten: do not fall back to an older key beside it.
          break;
        }
      }
    }
    throw first == null
        ? new KeyFault("Key folder " + path + " must have a file <key id>.pem, but has none")
        : first;
  }

  private List<Path> candidates() {
    try {
      return folder == null ? List.of(path) : folder.candidates();
    } catch (IOException | UncheckedIOException e) {
      throw new KeyFault("Key folder " + path + " cannot be read: " + e.getClass().getName(), e);
    }
  }

  private Loaded load(Path file, @Nullable Loaded last) {
    try {
      String text = KeyFileContent.read(file);
      return last != null && last.file.equals(file) && last.text.equals(text)
          ? last
          : new Loaded(file, text, loader.load(file, text));
    } catch (IOException e) {
      // Thrown by KeyFileContent, whose messages are safe to show.
      throw new KeyFault(String.valueOf(e.getMessage()), e);
    }
  }

  private static SigningKey loadNamed(Path file, String text) {
    return SigningKey.fromPem("Key file " + file, KeyFileName.keyId(file), text);
  }

  private static SigningKey parse(Parser parser, Path file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    SigningKey key;
    try {
      key = parser.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (KeyFault | CredentialException e) {
      throw new KeyFault("Key file " + file + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw new KeyFault("Key file " + file + ": its parser threw " + e.getClass().getName(), e);
    }
    if (key == null) {
      throw new KeyFault("Key file " + file + ": its parser returned null");
    }
    return key;
  }

  /** Returns the path and the key id. */
  @Override
  public String toString() {
    return "KeyFile[" + path + ", " + loaded.key + "]";
  }
}
