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

/** Adds the headers of a credential to requests, and removes headers from them. */
final class CredentialHeaders {
  static final String AUTHORIZATION = "Authorization";
  private static final String COOKIE = "Cookie";

  /** Headers that OkHttp itself may have set, and that a credential of their name replaces. */
  private static final Set<String> SET_BY_OKHTTP =
      Set.of("accept-encoding", "content-type", "cookie", "user-agent");

  private CredentialHeaders() {}

  /** Returns a function for the first value of a header; {@link Headers#get} returns the last. */
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
   * Returns the request with these headers in place of others of the same names; cookies are added
   * to those of the cookie jar.
   */
  static Request attach(Map<String, String> headers, Request request) {
    Headers.Builder all = request.headers().newBuilder();
    headers.forEach(
        (name, value) -> {
          String whole = name.equalsIgnoreCase(COOKIE) ? besideOthers(value, request) : value;
          // Unlike add, this does not check each character, which for a long token takes longer
          // than all the rest. The keyring checked them when the credential was created.
          all.removeAll(name).addUnsafeNonAscii(name, whole);
        });
    return request.newBuilder().headers(all.build()).build();
  }

  private static String besideOthers(String cookie, Request request) {
    String others = String.join("; ", request.headers(COOKIE));
    return others.isEmpty() ? cookie : others + "; " + cookie;
  }

  /**
   * Returns the request without the headers of these names that the caller set; those that OkHttp's
   * cookie jar or an authenticator set for this hop stay.
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
   * Returns whether the request has one of these headers that neither the caller nor a keyring set,
   * because an authenticator did.
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

  /**
   * Returns whether the only name is Authorization, which OkHttp removes on a redirect to another
   * host.
   */
  static boolean isAuthorization(Set<String> names) {
    return names.stream().allMatch(AUTHORIZATION::equalsIgnoreCase);
  }

  /**
   * Returns the response without this Authorization in its requests, because a caller may print it.
   */
  static Response withoutAuthorization(String value, Response response) {
    return PriorResponses.withRequests(
        response,
        request ->
            value.equals(request.header(AUTHORIZATION))
                ? request.newBuilder().removeHeader(AUTHORIZATION).build()
                : request);
  }
}
