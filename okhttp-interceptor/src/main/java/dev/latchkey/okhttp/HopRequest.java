package dev.latchkey.okhttp;

import dev.latchkey.Origin;
import dev.latchkey.OutgoingRequest;
import dev.latchkey.RequestContent;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.Headers;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request for schemes to read, the same in both halves: headers that OkHttp adds between them are
 * hidden in the second half too.
 */
final class HopRequest implements OutgoingRequest {
  private final Request request;
  private final Target target;
  private final CallState state;

  HopRequest(Request request, Target target, CallState state) {
    this.request = request;
    this.target = target;
    this.state = state;
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public Origin origin() {
    return target.origin;
  }

  @Override
  public URI uri() {
    return target.uri();
  }

  /** Returns the first value; {@link Headers#get} returns the last. */
  @Override
  public @Nullable String header(String name) {
    Headers headers = request.headers();
    for (int i = 0; i < headers.size(); i++) {
      if (headers.name(i).equalsIgnoreCase(name)) {
        String value = headers.value(i);
        return isAddedByOkHttp(name, value) ? null : value;
      }
    }
    return null;
  }

  @Override
  public Map<String, List<String>> headers() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(request.headers().toMultimap());
    all.entrySet().removeIf(field -> isAddedByOkHttp(field.getKey(), field.getValue().get(0)));
    return all;
  }

  private boolean isAddedByOkHttp(String name, String value) {
    boolean itsValue =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "accept-encoding" -> value.equals("gzip");
          case "connection" -> value.equals("Keep-Alive");
          case "transfer-encoding" -> value.equals("chunked");
          case "user-agent" -> value.startsWith("okhttp/");
          default -> false;
        };
    return itsValue && state.callersHeaders.get(name) == null;
  }

  @Override
  public @Nullable RequestContent content() {
    return state.content(request.body());
  }
}
