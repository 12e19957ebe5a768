package dev.latchkey.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads fields in the form {@code a=1&b=2}. */
final class Form {
  private Form() {}

  static Map<String, List<String>> query(SentRequest request) {
    int mark = request.target().indexOf('?');
    return mark < 0 ? Map.of() : parse(request.target().substring(mark + 1));
  }

  static Map<String, List<String>> parse(String text) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String field : text.split("&", -1)) {
      String[] parts = field.split("=", 2);
      fields
          .computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
          .add(parts.length == 2 ? decode(parts[1]) : "");
    }
    return fields;
  }

  static String decode(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
