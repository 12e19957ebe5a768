package dev.latchkey.jdk;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

/** How often a body can be read, as far as is known without reading it. */
enum BodyKind {
  /** It has the same bytes each time. */
  REPLAYABLE,

  /**
   * It can be read once; or its length is not known, so that an empty second read would go
   * unnoticed.
   */
  ONE_SHOT,

  /** It has a length, which the client enforces, but whether it can be read again is not known. */
  UNKNOWN;

  /**
   * The JDK's publishers of bytes in memory or in a file. They are recognized by their classes,
   * which are taken from samples because their names are internal to the JDK.
   */
  private static final Class<?> OF_NOTHING = BodyPublishers.noBody().getClass();

  private static final Class<?> OF_STRING = BodyPublishers.ofString("").getClass();
  private static final Class<?> OF_BYTES = BodyPublishers.ofByteArray(new byte[0]).getClass();

  /** Holds the sample of a file, which is created only if another kind of body occurs. */
  private static final class OfFile {
    static final Class<?> CLASS = ofSample();

    private static Class<?> ofSample() {
      try {
        return BodyPublishers.ofFile(Path.of(System.getProperty("java.home"))).getClass();
      } catch (Exception e) {
        // Then files are treated like other bodies.
        return OfFile.class;
      }
    }
  }

  static BodyKind of(BodyPublisher body) {
    if (body instanceof MarkedBody marked) {
      return marked.replayable ? REPLAYABLE : ONE_SHOT;
    }
    if (isInMemory(body)) {
      return REPLAYABLE;
    }
    long length = body.contentLength();
    if (length < 0) {
      return ONE_SHOT;
    }
    return length == 0 || body.getClass() == OfFile.CLASS ? REPLAYABLE : UNKNOWN;
  }

  static boolean isInMemory(BodyPublisher body) {
    Class<?> type = body.getClass();
    return type == OF_STRING || type == OF_BYTES || type == OF_NOTHING;
  }
}
