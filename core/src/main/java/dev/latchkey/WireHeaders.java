package dev.latchkey;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request, including those that every client derives from its URI and its content,
 * so that a scheme reads the same with all clients, before and after the client writes them.
 */
final class WireHeaders {
  private static final String HOST = "host";
  private static final String CONTENT_TYPE = "content-type";
  private static final String CONTENT_LENGTH = "content-length";

  private WireHeaders() {}

  /** Returns the first value of a header, whose name may be in any case, or null. */
  static @Nullable String first(OutgoingRequest request, String name) {
    // Compares the lengths first: most names are none of these.
    return switch (name.length()) {
      case 4 -> name.equalsIgnoreCase(HOST) ? host(request) : request.header(name);
      case 12 -> name.equalsIgnoreCase(CONTENT_TYPE) ? type(request) : request.header(name);
      case 14 -> name.equalsIgnoreCase(CONTENT_LENGTH) ? length(request) : request.header(name);
      default -> request.header(name);
    };
  }

  /**
   * Returns all headers, by name in lower case.
   *
   * @param consumed the names of those that are not sent, ignoring case
   */
  static Map<String, List<String>> all(OutgoingRequest request, Set<String> consumed) {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request.headers().forEach((name, values) -> all.put(HeaderFields.lowerCase(name), values));
    put(all, HOST, host(request));
    put(all, CONTENT_TYPE, type(request));
    put(all, CONTENT_LENGTH, length(request));
    consumed.forEach(all::remove);
    return Collections.unmodifiableMap(all);
  }

  private static void put(Map<String, List<String>> all, String name, @Nullable String value) {
    if (value == null) {
      all.remove(name);
    } else if (!all.getOrDefault(name, List.of()).contains(value)) {
      all.put(name, List.of(value));
    }
  }

  private static @Nullable String host(OutgoingRequest request) {
    String callers = request.header(HOST);
    if (callers != null) {
      return callers;
    }
    URI uri = request.uri();
    String host = uri.getHost();
    int port = uri.getPort();
    if (host == null) {
      // For example for hosts with an underscore, which URI does not accept as hosts.
      Origin origin = Origin.ofOrNull(uri);
      if (origin == null) {
        return null;
      }
      host = origin.host();
      port = origin.port();
    }
    String scheme = uri.getScheme();
    boolean secure = "https".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme);
    return port < 0 || port == (secure ? 443 : 80) ? host : host + ":" + port;
  }

  private static @Nullable String type(OutgoingRequest request) {
    RequestContent content = request.content();
    String type = content == null ? null : content.type();
    return type == null ? request.header(CONTENT_TYPE) : type;
  }

  private static @Nullable String length(OutgoingRequest request) {
    RequestContent content = request instanceof FunctionRequest ? null : request.content();
    if (content == null) {
      return request.header(CONTENT_LENGTH);
    }
    long length = content.length();
    return length < 0 ? null : Long.toString(length);
  }
}
