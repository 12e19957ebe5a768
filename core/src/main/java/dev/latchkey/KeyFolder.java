package dev.latchkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists the key files of a folder in the order in which to try them. Thread-safe; the disk is read
 * without a lock.
 *
 * <p>Time stamps alone do not show which key is the newest, because kubelet rewrites all files of a
 * Secret when one changes. So the order is remembered, and a file comes first if its name is new,
 * or if it was rewritten and others were not.
 *
 * <p>If a server refuses a key, the next file is on trial. If that is accepted, it becomes the
 * first; if it is refused too, the refusal was not about the key, and the refused key is used
 * again. So a request that is refused for another reason does not displace the right key.
 */
final class KeyFolder {
  private final Path folder;
  private List<Path> newestFirst = List.of();
  private Map<Path, FileTime> times = Map.of();

  /** The file of a refused key while the next one is on trial. */
  private @Nullable Path refused;

  KeyFolder(Path folder) {
    this.folder = folder;
  }

  /** Reads the folder, and returns its key files. */
  List<Path> candidates() throws IOException {
    return ranked(list());
  }

  /** Puts the next file on trial, unless the first one is on trial itself. */
  synchronized void refused(Path file) {
    if (refused == null) {
      refused = file;
    } else if (!refused.equals(file)) {
      endTrial(file, false);
    }
  }

  /** Ends the trial of a file, and returns whether that failed. */
  synchronized boolean retried(Path file, boolean accepted) {
    if (refused == null || (refused.equals(file) && !accepted)) {
      return false;
    }
    endTrial(file, accepted);
    return !accepted;
  }

  private void endTrial(Path file, boolean accepted) {
    refused = null;
    // A file that failed comes last, so that each of several others is tried in turn.
    List<Path> moved = new ArrayList<>(newestFirst);
    if (moved.remove(file)) {
      moved.add(accepted ? 0 : moved.size(), file);
    }
    newestFirst = moved;
  }

  private Map<Path, FileTime> list() throws IOException {
    Map<Path, FileTime> listed = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(KeyFileName::hasKeyId).toList()) {
        try {
          BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
          if (!attributes.isDirectory()) {
            listed.put(file, attributes.lastModifiedTime());
          }
        } catch (NoSuchFileException e) {
          // Deleted since it was listed.
        }
      }
    }
    return listed;
  }

  private synchronized List<Path> ranked(Map<Path, FileTime> listed) {
    if (listed.isEmpty()) {
      // During a rewrite, the previous files are not forgotten.
      return List.of();
    }
    List<Path> created = new ArrayList<>(listed.keySet());
    created.removeAll(times.keySet());
    created.sort(Comparator.reverseOrder());
    List<Path> rewritten = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (Path file : newestFirst) {
      if (listed.containsKey(file)) {
        (isRewritten(file, listed) ? rewritten : others).add(file);
      }
    }
    if (!created.isEmpty() || (!rewritten.isEmpty() && !others.isEmpty())) {
      refused = null;
    }
    List<Path> ranked = new ArrayList<>(newestFirst(created, listed));
    // If all were rewritten, the times show nothing.
    ranked.addAll(others.isEmpty() ? rewritten : newestFirst(rewritten, listed));
    ranked.addAll(others);
    newestFirst = ranked;
    times = listed;
    return inOrderOfTrial(ranked);
  }

  private boolean isRewritten(Path file, Map<Path, FileTime> listed) {
    FileTime before = times.get(file);
    FileTime now = listed.get(file);
    return before != null && now != null && now.compareTo(before) > 0;
  }

  /**
   * Sorts by whole seconds, and keeps the order of files of the same second, which were written
   * together.
   */
  private static List<Path> newestFirst(List<Path> files, Map<Path, FileTime> times) {
    Map<Path, Long> seconds = new HashMap<>();
    times.forEach((file, time) -> seconds.put(file, time.to(TimeUnit.SECONDS)));
    files.sort(Comparator.comparing((Path file) -> seconds.getOrDefault(file, 0L)).reversed());
    return files;
  }

  private List<Path> inOrderOfTrial(List<Path> ranked) {
    List<Path> order = new ArrayList<>(ranked);
    if (refused != null && order.remove(refused)) {
      order.add(refused);
    }
    return order;
  }
}
