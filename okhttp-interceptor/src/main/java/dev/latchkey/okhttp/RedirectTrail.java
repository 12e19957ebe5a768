package dev.latchkey.okhttp;

import java.net.HttpURLConnection;
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

  /** The request that the application half let go. */
  private Request start;

  /** The URL of the last request. */
  private HttpUrl last;

  /** Where its response redirects; null if it does not. */
  private @Nullable HttpUrl location;

  /** Whether it confirmed a response of the cache, which may redirect anywhere. */
  private boolean confirmed;

  /** Where the redirect led that was followed last; null if none was. */
  private @Nullable HttpUrl followed;

  private boolean cacheBypassed;

  RedirectTrail(Request start) {
    this.start = start;
    this.last = start.url();
  }

  /**
   * Starts again.
   *
   * @param cacheBypassed whether the request tells OkHttp's cache not to answer
   */
  void restart(Request start, boolean cacheBypassed) {
    this.start = start;
    this.last = start.url();
    this.location = null;
    this.confirmed = false;
    this.followed = null;
    this.cacheBypassed = cacheBypassed;
  }

  /** Notes a request; returns whether the network half has seen all that led to it. */
  boolean follow(Request request, Interceptor.Chain chain) {
    HttpUrl url = request.url();
    boolean known = leadsTo(request) || !mayBeBehindCache(request, chain);
    if (location != null && url.equals(location)) {
      followed = location;
    } else if (!url.equals(last)) {
      followed = null;
    }
    last = url;
    location = null;
    confirmed = false;
    return known;
  }

  private boolean leadsTo(Request request) {
    HttpUrl url = request.url();
    if (location != null) {
      return url.equals(location);
    }
    // A redirect may have made a GET of the request and led it to the same URL.
    boolean isStart = url.equals(start.url()) && request.method().equals(start.method());
    return !confirmed && (isStart || url.equals(last));
  }

  private boolean mayBeBehindCache(Request request, Interceptor.Chain chain) {
    // OkHttp's cache answers GET alone, and no redirect makes another method of it. What has a
    // cacheUrlOverride it answers too, but each of its hops alike.
    return request.method().equals("GET")
        && !(cacheBypassed && request.cacheControl().noCache())
        && !(TELLS_CACHE && chain.getCache() == null);
  }

  /** Notes the response to the last request. */
  void answered(Response response) {
    location = location(response);
    confirmed = response.code() == HttpURLConnection.HTTP_NOT_MODIFIED;
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
