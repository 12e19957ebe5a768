package dev.latchkey.okhttp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The headers of a credential on requests, and off them. */
final class CredentialHeaders {
  static final String AUTHORIZATION = "Authorization";
  private static final String COOKIE = "Cookie";

  /** Headers that OkHttp itself may have set, and that a credential of their name replaces. */
  private static final Set<String> SET_BY_OKHTTP =
      Set.of("accept-encoding", "content-type", "cookie", "user-agent");

  private CredentialHeaders() {}

  /** Finds the first value of a header; {@link Headers#get} returns the last. */
  static Function<String, @Nullable String> first(Headers headers) {
    return name -> {
      for (int i = 0; i < headers.size(); i++) {
        if (headers.name(i).equalsIgnoreCase(name)) {
          return headers.value(i);
        }
      }
      return null;
    };
  }

  /**
   * Returns the request with these headers in place of others of the same names; cookies go beside
   * those of the cookie jar.
   */
  static Request attach(Map<String, String> headers, Request request) {
    Headers.Builder all = request.headers().newBuilder();
    headers.forEach(
        (name, value) -> {
          String whole = name.equalsIgnoreCase(COOKIE) ? besideOthers(value, request) : value;
          // Unlike add, this does not look at each character, which for a long token takes longer
          // than all the rest. The keyring did so when the credential was made.
          all.removeAll(name).addUnsafeNonAscii(name, whole);
        });
    return request.newBuilder().headers(all.build()).build();
  }

  private static String besideOthers(String cookie, Request request) {
    String others = String.join("; ", request.headers(COOKIE));
    return others.isEmpty() ? cookie : others + "; " + cookie;
  }

  /**
   * Returns the request without what the caller set of these names; what OkHttp's cookie jar or an
   * authenticator set for this hop stays.
   */
  static Request remove(Set<String> names, Headers callers, Request request) {
    Request.@Nullable Builder builder = null;
    for (String name : names) {
      List<String> others = new ArrayList<>(request.headers(name));
      if (others.removeAll(callers.values(name))) {
        builder = (builder == null ? request.newBuilder() : builder).removeHeader(name);
        for (String other : others) {
          builder.addHeader(name, other);
        }
      }
    }
    return builder == null ? request : builder.build();
  }

  /**
   * Whether a header of these is there that neither the caller nor a keyring set: an authenticator
   * answered.
   *
   * @param attached the Authorization that the application half set
   */
  static boolean hasOthers(Set<String> names, Request request, @Nullable String attached) {
    for (String name : names) {
      String value = request.header(name);
      if (value != null
          && !value.equals(attached)
          && !SET_BY_OKHTTP.contains(name.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** Whether they are Authorization alone, which OkHttp takes off when it is redirected. */
  static boolean isAuthorization(Set<String> names) {
    return names.stream().allMatch(AUTHORIZATION::equalsIgnoreCase);
  }

  /** Returns the response without this Authorization on its requests, for a caller may print it. */
  static Response withoutAuthorization(String value, Response response) {
    return PriorResponses.withRequests(
        response,
        request ->
            value.equals(request.header(AUTHORIZATION))
                ? request.newBuilder().removeHeader(AUTHORIZATION).build()
                : request);
  }
}
