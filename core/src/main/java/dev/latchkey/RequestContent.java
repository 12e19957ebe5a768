package dev.latchkey;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-6.4">RFC 9110
 * §6.4</a>), which most call its body. For authors of adapters: it stands for the client's own type
 * of body, and it is what {@link AuthAttempt#content()} returns to be sent in place of that.
 */
public interface RequestContent {

  /**
   * Returns its media type if the client takes the {@code Content-Type} from it; null by default.
   */
  default @Nullable String type() {
    return null;
  }

  /** Returns its length in bytes, or -1 if that is not known. */
  long length();

  /** Returns whether it can be written more than once, and gives the same bytes each time. */
  boolean isReplayable();

  /**
   * Returns whether {@link #writeTo} may block, as streams do. It is then called on the keyring's
   * executor, and otherwise on the thread that asks for the credential if the scheme runs there.
   */
  boolean mayBlock();

  /**
   * Writes the content, and leaves the stream open.
   *
   * @throws IOException as it is to be told to the caller, if the content cannot be read; or as the
   *     stream throws
   */
  void writeTo(OutputStream out) throws IOException;
}
