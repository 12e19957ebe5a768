package dev.latchkey.examples.tool;

import dev.latchkey.AuthScheme;
import dev.latchkey.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the request is, apart from its credentials. */
final class RequestOptions {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "TRACE");

  @Option(
      names = "--url",
      required = true,
      paramLabel = "<url>",
      description = "Where the request goes.")
  String url = "";

  @Option(
      names = "--method",
      paramLabel = "<method>",
      description = "GET unless given, POST with --data.")
  @Nullable String method;

  @Option(
      names = "--data",
      paramLabel = "<text>|@<file>",
      description = "The body, as JSON unless --header says otherwise.")
  @Nullable String data;

  @Option(
      names = "--header",
      paramLabel = "<name>:<value>",
      description =
          "A header that is no credential, such as Content-Type:text/csv. May be " + "repeated.")
  List<String> headers = List.of();

  URI uri() {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("--url is no URL: " + e.getReason(), e);
    }
    if (!"https".equalsIgnoreCase(uri.getScheme()) && !"http".equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("--url starts with https:// (or http:// for loopback)");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("--url has user info, which is no place for a secret");
    }
    Origin.of(uri);
    return uri;
  }

  String method() {
    if (method == null) {
      return data == null ? "GET" : "POST";
    }
    if (!method.matches(TOKEN) || method.equalsIgnoreCase("CONNECT")) {
      throw new IllegalArgumentException("--method is a method such as GET or POST");
    }
    return method.toUpperCase(Locale.ROOT);
  }

  Outgoing outgoing(AuthScheme scheme) {
    if (data != null && WITHOUT_BODY.contains(method())) {
      throw new IllegalArgumentException("--data does not go with --method " + method());
    }
    return new Outgoing(method(), uri(), headers(scheme), body());
  }

  private @Nullable String body() {
    return data != null && data.startsWith("@") ? Secrets.text(Path.of(data.substring(1))) : data;
  }

  private Map<String, String> headers(AuthScheme scheme) {
    Set<String> reserved = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    reserved.addAll(Set.of("Authorization", "Proxy-Authorization", "Cookie"));
    reserved.addAll(scheme.headerNames());
    // Those that belong to the clients.
    reserved.addAll(
        Set.of("Connection", "Content-Length", "Expect", "Host", "Transfer-Encoding", "Upgrade"));
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (data != null) {
      fields.put("Content-Type", "application/json");
    }
    for (String header : headers) {
      String[] parts = header.split(":", 2);
      String name = parts[0].strip();
      String value = parts.length == 2 ? parts[1].strip() : "";
      if (!name.matches(TOKEN) || !value.matches("[\\t -~]+")) {
        throw new IllegalArgumentException("--header is <name>:<value>, of visible ASCII");
      }
      if (reserved.contains(name)) {
        throw new IllegalArgumentException("--header does not set " + name);
      }
      fields.put(name, value);
    }
    return new LinkedHashMap<>(fields);
  }
}
