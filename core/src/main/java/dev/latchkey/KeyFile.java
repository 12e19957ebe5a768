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
 * The signing key in a file, or the newest one in a folder, followed as keys rotate. Each {@link
 * #get()} looks at the disk, and parses only what changed; the keyring asks on its executor when it
 * makes a credential and after a refusal, so a rotated key is in use without a restart. While a
 * file is half-written, damaged, unreadable or gone, or its disk hangs, the last good key stays in
 * use and {@link #problem()} says why.
 *
 * <p>The contents decide, not time stamps, so a symbolic link that is switched to another file (as
 * in Kubernetes) and a file that was replaced within the same second are seen. Safe for use by many
 * threads.
 */
public final class KeyFile implements Supplier<SigningKey> {
  /** How long a thread waits for another one that reads the same file. */
  private static final long PATIENCE_SECONDS = 1;

  /** Reads a key from the text of a file, such as a service account's JSON. */
  @FunctionalInterface
  public interface Parser {

    /**
     * Returns the key in a text. Called when the text changed, by one thread at a time.
     *
     * @throws IOException if the text holds no key; so may any {@code RuntimeException}. The last
     *     good key then stays in use. {@link KeyFile#problem()} names the exception's class; it
     *     shows the message only of a {@link CredentialException} and of what {@link SigningKey}
     *     throws, because other parsers quote what they read.
     */
    SigningKey parse(String text) throws IOException;
  }

  /** Makes a key of a file and its text, read as ISO 8859-1. */
  private interface Loader {
    SigningKey load(Path file, String text) throws IOException;
  }

  /** A key with the text that it was read from. No record: those print what they hold. */
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
   * Follows a PEM file that is named after its key id: {@code <key id>.pem}, {@code <key id>.p8} or
   * {@code AuthKey_<key id>.p8}.
   *
   * @throws IllegalArgumentException if it cannot be read or holds no key that {@link
   *     SigningKey#pem(Path)} takes; the message says why
   */
  public static KeyFile pem(Path file) {
    return new KeyFile(file, null, KeyFile::loadNamed);
  }

  /**
   * Follows a PEM file of any name, such as {@code tls.key}. If the key in it changes, its id stays
   * the same.
   *
   * @throws IllegalArgumentException if it cannot be read or holds no key that {@link
   *     SigningKey#pem(String, Path)} takes; the message says why
   */
  public static KeyFile pem(String keyId, Path file) {
    requireNonNull(keyId, "keyId");
    return new KeyFile(
        file, null, (path, text) -> SigningKey.fromPem("Key file " + path, keyId, text));
  }

  /**
   * Follows a file of another format, such as a service account's JSON, a JWK ({@code
   * SigningKey::jwk}) or an encrypted PEM.
   *
   * @param parser makes a key of the file's text, which is UTF-8
   * @throws IllegalArgumentException if the file cannot be read, is larger than 1 MiB, or the
   *     parser throws or returns null
   */
  public static KeyFile parsed(Path file, Parser parser) {
    requireNonNull(parser, "parser");
    return new KeyFile(file, null, (path, text) -> parse(parser, path, text));
  }

  /**
   * Follows the newest file in a folder that is named as {@link #pem(Path)} says; files whose names
   * begin with a dot are ignored. To rotate, put the new file beside the old one, and delete the
   * old one when all your systems use the new one.
   *
   * <p>A file is newer than those that were there at the last look. When the program starts, the
   * time of last modification decides, in whole seconds, and among files of the same second the
   * name that sorts last. Kubernetes writes all files of a Secret in the same second: give its keys
   * names that sort by age, such as {@code 2026-05.pem}. If a server refuses the key, the folder's
   * next one is tried, and kept if the server accepts it.
   *
   * @throws IllegalArgumentException if there is none that holds a key; the message says why
   */
  public static KeyFile newestIn(Path folder) {
    return new KeyFile(folder, new KeyFolder(folder), KeyFile::loadNamed);
  }

  /**
   * Returns the key as it is on disk now, or the last good one. Never returns null. Reads the disk,
   * and so may block; while another thread reads it and does not end, the last good key is returned
   * within a second.
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
   * Returns what keeps the newest state on disk from being used, in words without secrets; empty if
   * nothing.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** See {@link BuiltInScheme#refused}. */
  void refused(SigningKey key) {
    Loaded now = loaded;
    if (folder != null && now.key.equals(key)) {
      folder.refused(now.file);
    }
  }

  /** See {@link BuiltInScheme#retried}. */
  boolean retried(SigningKey key, boolean accepted) {
    Loaded now = loaded;
    return folder != null && now.key.equals(key) && folder.retried(now.file, accepted);
  }

  /** One thread at a time, so that a disk that hangs does not hold up one after the other. */
  private boolean beginReading() {
    if (reading.tryLock()) {
      return true;
    }
    try {
      if (!hanging && reading.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return true;
      }
      hanging = true;
      problem = "Key file " + path + " is still being read; does its disk hang?";
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
          // Being rewritten: an older key beside it is not the one to go back to.
          break;
        }
      }
    }
    throw first == null ? new KeyFault("Key folder " + path + " has no <key id>.pem") : first;
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
      // Thrown by KeyFileContent, in words of its own.
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
      throw new KeyFault("Key file " + file + ": its parser gave null");
    }
    return key;
  }

  /** Returns the path and the key id. */
  @Override
  public String toString() {
    return "KeyFile[" + path + ", " + loaded.key + "]";
  }
}
