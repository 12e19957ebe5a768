package dev.latchkey.okhttp;

import okhttp3.CacheControl;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Builds the request that is sent again after a refusal. */
final class ResentRequest {
  private static final String CACHE_CONTROL = "Cache-Control";

  private ResentRequest() {}

  /**
   * Returns the request as the application half got it, without the changes of later interceptors,
   * since it passes through them once more. After redirects, it has the changes that these made.
   *
   * @param request the original request
   * @param refused the request that was refused
   * @param response its response
   * @param followed the target of the last redirect, if it was seen
   */
  static Request of(
      Request request, Request refused, Response response, @Nullable HttpUrl followed) {
    if (followed == null && !isRedirected(response)) {
      return request;
    }
    Request.Builder builder =
        request.newBuilder().url(followed == null ? response.request().url() : followed);
    if (refused.body() == null) {
      builder.method(refused.method(), null);
    }
    for (String name : request.headers().names()) {
      if (refused.header(name) == null) {
        builder.removeHeader(name);
      }
    }
    return builder.build();
  }

  private static boolean isRedirected(Response response) {
    for (Response prior = response.priorResponse(); prior != null; prior = prior.priorResponse()) {
      if (RedirectTrail.isRedirect(prior)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the body of the refused request can be sent once more. */
  static boolean isReplayable(Request request, Request refused) {
    return refused.body() == null || (isReplayable(request.body()) && isReplayable(refused.body()));
  }

  private static boolean isReplayable(@Nullable RequestBody body) {
    return body == null || (!body.isOneShot() && !body.isDuplex());
  }

  /**
   * Returns whether all requests that led to a response went to one origin, including those to a
   * cache.
   */
  static boolean isWithinOrigin(HttpUrl url, Response response) {
    for (Response each = response; each != null; each = each.priorResponse()) {
      HttpUrl other = each.request().url();
      if (!other.scheme().equals(url.scheme())
          || !other.host().equals(url.host())
          || other.port() != url.port()) {
        return false;
      }
    }
    return true;
  }

  /** Returns a request with another one's cache directives in place of its own. */
  static Request withDirectivesOf(Request other, Request request) {
    Request.Builder builder = request.newBuilder().removeHeader(CACHE_CONTROL);
    other.headers(CACHE_CONTROL).forEach(value -> builder.addHeader(CACHE_CONTROL, value));
    return builder.build();
  }

  /** Returns the request with one more cache directive. */
  static Request withDirective(Request request, CacheControl directive) {
    String wanted = request.cacheControl().toString();
    return request
        .newBuilder()
        .header(CACHE_CONTROL, wanted.isEmpty() ? "" + directive : wanted + ", " + directive)
        .build();
  }
}
