package dev.latchkey.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * A body that a client is given in one of its own types.
 *
 * @param kind which of the client's types
 * @param type the media type
 * @param length the length that the client is told, or -1
 * @param replayable whether it can be read again
 * @param open opens the content
 */
public record TestBody(
    Kind kind, String type, long length, boolean replayable, Supplier<InputStream> open) {
  /** A type of body that clients have. */
  public enum Kind {
    /** No body: a GET. */
    NONE,
    /** A string. */
    TEXT,
    /** An array of bytes. */
    BYTES,
    /** Parts of a form, if the client has such bodies. */
    MULTIPART,
    /** A stream. */
    STREAM
  }

  static TestBody none() {
    return of(Kind.NONE, "");
  }

  static TestBody text(String text) {
    return of(Kind.TEXT, text);
  }

  static TestBody bytes(String text) {
    return of(Kind.BYTES, text);
  }

  static TestBody multipart() {
    return of(Kind.MULTIPART, "a part");
  }

  private static TestBody of(Kind kind, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new TestBody(
        kind,
        "text/plain; charset=utf-8",
        bytes.length,
        true,
        () -> new ByteArrayInputStream(bytes));
  }

  static TestBody stream(long length, Supplier<InputStream> open) {
    return new TestBody(Kind.STREAM, "application/octet-stream", length, true, open);
  }

  static TestBody oneShot(long length, InputStream stream) {
    return new TestBody(Kind.STREAM, "application/octet-stream", length, false, () -> stream);
  }

  /** Returns the content as text. */
  public String text() {
    try (InputStream stream = open.get()) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
