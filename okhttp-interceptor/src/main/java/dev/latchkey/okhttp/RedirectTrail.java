package dev.latchkey.okhttp;

import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Where the responses that the network half saw lead. OkHttp also follows redirects that its cache
 * answers, which the network half does not see: a request that goes elsewhere than the trail may
 * have been at any origin before.
 */
final class RedirectTrail {
  // OkHttp tells from 5.4 on whether there is a cache.
  private static final boolean TELLS_CACHE = tellsCache();

  /** The URL with which the application half let the request go. */
  private HttpUrl start;

  /** The URL of the last request. */
  private HttpUrl last;

  /** Where its response redirects; null if it does not. */
  private @Nullable HttpUrl location;

  /** Where the redirect led that was followed last; null if none was. */
  private @Nullable HttpUrl followed;

  private boolean cacheBypassed;

  RedirectTrail(HttpUrl start) {
    this.start = start;
    this.last = start;
  }

  /**
   * Starts again.
   *
   * @param cacheBypassed whether the request tells OkHttp's cache not to answer
   */
  void restart(HttpUrl start, boolean cacheBypassed) {
    this.start = start;
    this.last = start;
    this.location = null;
    this.followed = null;
    this.cacheBypassed = cacheBypassed;
  }

  /** Notes a request; returns whether the network half has seen all that led to it. */
  boolean follow(Request request, Interceptor.Chain chain) {
    HttpUrl url = request.url();
    boolean known = leadsTo(url) || !mayBeBehindCache(request, chain);
    if (location != null && url.equals(location)) {
      followed = location;
    } else if (!url.equals(last)) {
      followed = null;
    }
    last = url;
    location = null;
    return known;
  }

  private boolean leadsTo(HttpUrl url) {
    return location == null ? url.equals(last) || url.equals(start) : url.equals(location);
  }

  private boolean mayBeBehindCache(Request request, Interceptor.Chain chain) {
    // OkHttp's cache answers GET alone, and no redirect makes another method of it.
    return request.method().equals("GET")
        && !(cacheBypassed && request.cacheControl().noCache())
        && !(TELLS_CACHE && chain.getCache() == null);
  }

  /** Notes the response to the last request. */
  void answered(Response response) {
    location = location(response);
  }

  /** Where the redirect led that brought the last request; null if none did. */
  @Nullable HttpUrl followed() {
    return followed;
  }

  static boolean isRedirect(Response response) {
    return location(response) != null;
  }

  private static @Nullable HttpUrl location(Response response) {
    // Response.isRedirect() of OkHttp 4 and 5.
    if (!response.isRedirect()) {
      return null;
    }
    String location = response.header("Location");
    return location == null ? null : response.request().url().resolve(location);
  }

  private static boolean tellsCache() {
    try {
      Interceptor.Chain.class.getMethod("getCache");
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
