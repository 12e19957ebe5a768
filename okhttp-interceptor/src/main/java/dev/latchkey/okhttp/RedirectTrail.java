package dev.latchkey.okhttp;

import java.net.HttpURLConnection;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Tracks where the responses lead that the network half saw. OkHttp also follows redirects from its
 * cache, which the network half does not see: a request that leaves the trail may have been at any
 * origin before.
 */
final class RedirectTrail {
  // Since 5.4, OkHttp shows whether there is a cache.
  private static final boolean TELLS_CACHE = tellsCache();

  /** The request that the application half passed on. */
  private Request start;

  /** The URL of the last request. */
  private HttpUrl last;

  /** The target of the redirect in its response; null if there is none. */
  private @Nullable HttpUrl location;

  /** Whether the response confirmed one of the cache, which may redirect anywhere. */
  private boolean confirmed;

  /** The target of the redirect that was followed last; null if none was. */
  private @Nullable HttpUrl followed;

  private boolean cacheBypassed;

  RedirectTrail(Request start) {
    this.start = start;
    this.last = start.url();
  }

  /**
   * Restarts the trail.
   *
   * @param cacheBypassed whether the request bypasses OkHttp's cache
   */
  void restart(Request start, boolean cacheBypassed) {
    this.start = start;
    this.last = start.url();
    this.location = null;
    this.confirmed = false;
    this.followed = null;
    this.cacheBypassed = cacheBypassed;
  }

  /** Records a request; returns whether the network half has seen all hops before it. */
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
    // A redirect may have turned the request into a GET to the same URL.
    boolean isStart = url.equals(start.url()) && request.method().equals(start.method());
    return !confirmed && (isStart || url.equals(last));
  }

  private boolean mayBeBehindCache(Request request, Interceptor.Chain chain) {
    // OkHttp's cache only answers GET, and no redirect changes GET to another method. It also
    // answers requests with a cacheUrlOverride, but each of their hops in the same way.
    return request.method().equals("GET")
        && !(cacheBypassed && request.cacheControl().noCache())
        && !(TELLS_CACHE && chain.getCache() == null);
  }

  /** Records the response to the last request. */
  void answered(Response response) {
    location = location(response);
    confirmed = response.code() == HttpURLConnection.HTTP_NOT_MODIFIED;
  }

  /** Returns the target of the redirect that caused the last request; null if none did. */
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
