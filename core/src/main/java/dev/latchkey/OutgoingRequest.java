package dev.latchkey;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is about to be sent, in terms of an adapter's client. For authors of adapters, who
 * pass it to {@link AuthCall#attempt(OutgoingRequest)}. The keyring calls only the methods for what
 * the scheme reads, on any thread, until the attempt has its credential.
 */
public interface OutgoingRequest {

  /** Returns the method, such as {@code POST}. */
  String method();

  /**
   * Returns the absolute URI; {@code ws} and {@code wss} count as {@code http} and {@code https}.
   */
  URI uri();

  /**
   * Returns the origin of the URI if it is known without creating the URI, which is then created
   * only if the scheme reads it; null by default.
   */
  default @Nullable Origin origin() {
    return null;
  }

  /**
   * Returns the first value of a header, or null; ignores the case of the name. For a call's first
   * request, these are the headers that the caller set.
   */
  @Nullable String header(String name);

  /**
   * Returns all headers of which {@link #header} returns the first value. Headers that the client
   * derives from the URI and the content ({@code Host}, {@code Content-Type}, {@code
   * Content-Length}) may be missing. Other headers that the client adds itself must not be
   * included, because other clients add other ones.
   */
  Map<String, List<String>> headers();

  /**
   * Returns the content, or null if the request has none. Requests with the same body must return
   * the same object, so that what was read of it for one attempt is known to the next.
   */
  @Nullable RequestContent content();
}
