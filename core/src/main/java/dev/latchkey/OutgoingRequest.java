package dev.latchkey;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is about to be sent, as the client of an adapter has it. For authors of adapters,
 * who give it to {@link AuthCall#attempt(OutgoingRequest)}. The keyring asks for what the scheme
 * reads and for no more, on any thread, until the attempt has its credential.
 */
public interface OutgoingRequest {

  /** Returns the method, such as {@code POST}. */
  String method();

  /**
   * Returns the absolute URI; {@code ws} and {@code wss} count as {@code http} and {@code https}.
   */
  URI uri();

  /**
   * Returns the origin of the URI if it is known without making the URI, which is then made only if
   * the scheme reads it; null by default.
   */
  default @Nullable Origin origin() {
    return null;
  }

  /**
   * Returns the first value of a header by its name in any case, or null; of a call's first
   * request, of the headers that the caller set.
   */
  @Nullable String header(String name);

  /**
   * Returns all headers of which {@link #header} tells the first value. What the client derives
   * from the URI and the content ({@code Host}, {@code Content-Type}, {@code Content-Length}) need
   * not be there. What else a client adds of its own accord must not be there, because other
   * clients add other headers.
   */
  Map<String, List<String>> headers();

  /**
   * Returns the content, or null if the request has none. Requests with the same body return the
   * same object, so that what was read of it for one attempt is known to the next.
   */
  @Nullable RequestContent content();
}
