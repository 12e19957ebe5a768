package dev.latchkey.signatures;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import okio.ByteString;

/**
 * A request as a server sees it.
 *
 * @param target what is between the method and the version
 * @param headers by their names in any case
 */
record ArrivedRequest(
    String method,
    String scheme,
    String target,
    Map<String, List<String>> headers,
    ByteString body) {

  ArrivedRequest {
    Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = copy;
  }

  String header(String name) {
    return String.join(", ", headers.getOrDefault(name, List.of()));
  }

  ArrivedRequest withMethod(String other) {
    return new ArrivedRequest(other, scheme, target, headers, body);
  }

  ArrivedRequest withTarget(String other) {
    return new ArrivedRequest(method, scheme, other, headers, body);
  }

  ArrivedRequest withBody(ByteString other) {
    return new ArrivedRequest(method, scheme, target, headers, other);
  }

  ArrivedRequest withHeader(String name, String value) {
    Map<String, List<String>> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    others.putAll(headers);
    others.put(name.toLowerCase(Locale.ROOT), List.of(value));
    return new ArrivedRequest(method, scheme, target, others, body);
  }
}
