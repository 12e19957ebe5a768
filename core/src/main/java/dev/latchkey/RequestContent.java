package dev.latchkey;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-6.4">RFC 9110
 * §6.4</a>), commonly called its body. For authors of adapters: it represents the client's own type
 * of body, and {@link AuthAttempt#content()} returns one to send in place of that.
 */
public interface RequestContent {

  /**
   * Returns the media type if the client takes the {@code Content-Type} from the body; null by
   * default.
   */
  default @Nullable String type() {
    return null;
  }

  /** Returns the length in bytes, or -1 if it is not known. */
  long length();

  /** Returns whether the content can be written more than once, with the same bytes each time. */
  boolean isReplayable();

  /**
   * Returns whether {@link #writeTo} may block, as streams do. If so, it is called on the keyring's
   * executor, else on the thread that requests the credential if the scheme runs there.
   */
  boolean mayBlock();

  /**
   * Writes the content to a stream, which is not closed.
   *
   * @throws IOException if the content cannot be read, which the caller of the request gets, or if
   *     the stream throws one
   */
  void writeTo(OutputStream out) throws IOException;
}
