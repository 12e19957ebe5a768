package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The signing key in a file, or the newest one in a folder, followed as keys rotate. Each {@link
 * #get()} looks at the disk, and parses only what changed; the keyring asks when it makes a
 * credential and after a refusal, so a key that was exchanged is in use without a restart. While a
 * file is half-written, unreadable or gone, the last good key stays and {@link #problem()} says
 * why.
 *
 * <p>The contents decide, not time stamps, so a symbolic link that is switched to another file (as
 * Kubernetes does it) and a file that was replaced within the same second are seen. Safe for use by
 * many threads.
 */
public final class KeyFile implements Supplier<SigningKey> {

  /** A key with the text that it was read from. No record: those print what they hold. */
  private static final class Loaded {
    private final Path file;
    private final String pem;
    private final SigningKey key;

    Loaded(Path file, String pem, SigningKey key) {
      this.file = file;
      this.pem = pem;
      this.key = key;
    }
  }

  private final Path path;
  private final boolean folder;
  private volatile Loaded loaded;
  private volatile @Nullable String problem;

  private KeyFile(Path path, boolean folder) {
    this.path = requireNonNull(path, "path");
    this.folder = folder;
    Loaded first = look(null);
    if (first == null) {
      throw new IllegalArgumentException(problem);
    }
    this.loaded = first;
  }

  /**
   * Follows one file, named {@code <key id>.pem}.
   *
   * @throws IllegalArgumentException if it cannot be read or holds no key as {@link
   *     SigningKey#pem(Path)} wants it; the message says why
   */
  public static KeyFile pem(Path file) {
    return new KeyFile(file, false);
  }

  /**
   * Follows the newest file in a folder that is named {@code <key id>.pem}. To rotate, put the new
   * file beside the old one, and delete the old one when all your systems use the new one.
   *
   * @throws IllegalArgumentException if there is none that holds a key; the message says why
   */
  public static KeyFile newestIn(Path folder) {
    return new KeyFile(folder, true);
  }

  /** The key as it is on disk now, or the last good one. Never null, never throws. */
  @Override
  public SigningKey get() {
    Loaded now = look(loaded);
    if (now != null) {
      loaded = now;
    }
    return loaded.key;
  }

  /**
   * What keeps the newest state on disk from being used, in words without secrets; empty if
   * nothing.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private @Nullable Loaded look(@Nullable Loaded last) {
    String firstProblem = null;
    try {
      for (Path file : candidates()) {
        try {
          Loaded found = load(file, last);
          problem = firstProblem;
          return found;
        } catch (IOException | IllegalArgumentException e) {
          firstProblem = firstProblem == null ? e.getMessage() : firstProblem;
          if (last != null && last.file.equals(file) && Files.exists(file)) {
            // Being rewritten: an older key beside it is not the one to go back to.
            break;
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      firstProblem = "Key folder " + path + " cannot be read: " + e.getClass().getName();
    }
    problem = firstProblem == null ? "Key folder " + path + " has no <key id>.pem" : firstProblem;
    return null;
  }

  private static Loaded load(Path file, @Nullable Loaded last) throws IOException {
    String pem = KeyFileContent.read(file);
    if (last != null && last.file.equals(file) && last.pem.equals(pem)) {
      return last;
    }
    return new Loaded(
        file, pem, SigningKey.fromPem("Key file " + file, KeyFileName.keyId(file), pem));
  }

  private List<Path> candidates() throws IOException {
    if (!folder) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.toString().endsWith(".pem"))
          .sorted(
              Comparator.comparing(KeyFile::lastModified)
                  .thenComparing(Comparator.naturalOrder())
                  .reversed())
          .toList();
    }
  }

  private static FileTime lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      // Deleted since it was listed: it comes last, and reading it tells why it is not used.
      return FileTime.fromMillis(Long.MIN_VALUE);
    }
  }

  /** The path and the key id. */
  @Override
  public String toString() {
    return "KeyFile[" + path + ", " + loaded.key + "]";
  }
}
