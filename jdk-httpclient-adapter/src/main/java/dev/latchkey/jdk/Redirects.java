package dev.latchkey.jdk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JDK's rules of redirection, for one call. */
final class Redirects {
  private static final int MOST_REQUESTS = mostRequests();
  private static final int LAST_PORT = 65_535;
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  /** Headers that newer JDK updates do not send to another server either. */
  private static final Set<String> OF_THE_SERVER = Set.of("host", "origin", "referer");

  private final Redirect policy;
  private int requests = 1;

  Redirects(Redirect policy) {
    this.policy = policy;
  }

  /** Returns the request to send next, and counts it; null if the response is not followed. */
  @Nullable HttpRequest follow(HttpRequest current, ResponseInfo info, boolean replayable)
      throws IOException {
    int status = info.statusCode();
    if (policy == Redirect.NEVER || !STATUSES.contains(status)) {
      return null;
    }
    URI target = target(current, info);
    boolean becomesGet = becomesGet(status, current.method());
    if (requests >= MOST_REQUESTS || !mayGo(current.uri(), target) || !(becomesGet || replayable)) {
      return null;
    }
    boolean losesBody = becomesGet && current.bodyPublisher().isPresent();
    boolean leaves = !isSameServer(current.uri(), target);
    HttpRequest.Builder next =
        HttpRequest.newBuilder(
            current,
            (name, value) -> !(losesBody && isOfBody(name)) && !(leaves && isOfServer(name)));
    if (becomesGet) {
      next.GET().expectContinue(false);
    }
    requests++;
    return next.uri(target).build();
  }

  private static URI target(HttpRequest current, ResponseInfo info) throws IOException {
    String location = info.headers().firstValue("Location").orElse(null);
    if (location == null) {
      throw new IOException("Invalid redirection");
    }
    try {
      URI target = current.uri().resolve(URI.create(location));
      if (target.getPort() <= LAST_PORT) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      // Its message would show a URL that may hold a secret of the server.
    }
    throw new IOException("Invalid redirection");
  }

  private static boolean becomesGet(int status, String method) {
    return switch (status) {
      case 301, 302 -> method.equals("POST");
      case 303 -> true;
      default -> false;
    };
  }

  private boolean mayGo(URI from, URI to) {
    boolean http = "http".equalsIgnoreCase(to.getScheme());
    boolean https = "https".equalsIgnoreCase(to.getScheme());
    boolean downgrade = http && "https".equalsIgnoreCase(from.getScheme());
    return to.getHost() != null && (https || (http && !(downgrade && policy == Redirect.NORMAL)));
  }

  private static int mostRequests() {
    int most = Integer.getInteger("jdk.httpclient.redirects.retrylimit", 5);
    return most > 0 ? most : 5;
  }

  private static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getRawAuthority().equalsIgnoreCase(other.getRawAuthority());
  }

  private static boolean isOfServer(String header) {
    return OF_THE_SERVER.contains(header.toLowerCase(Locale.ROOT));
  }

  private static boolean isOfBody(String header) {
    return header.toLowerCase(Locale.ROOT).startsWith("content-");
  }
}
