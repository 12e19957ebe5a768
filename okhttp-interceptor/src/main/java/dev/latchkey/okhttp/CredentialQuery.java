package dev.latchkey.okhttp;

import dev.latchkey.AuthCall;
import dev.latchkey.Credential;
import java.util.List;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** Adds the query of a credential to requests, and removes it from their responses. */
final class CredentialQuery {
  private static final String LOCATION = "Location";

  private CredentialQuery() {}

  /** Returns the request with the credential's query appended to its URL. */
  static Request append(Credential credential, Request request) {
    return credential.query().isEmpty()
        ? request
        : request.newBuilder().url(credential.appendTo(request.url().toString())).build();
  }

  /**
   * Returns a response for OkHttp to cache and to follow: its request has the URL from before the
   * query was appended, by which the cache finds it again, and its Location has no such query.
   */
  static Response hide(Response response, Request request, Request sent, AuthCall call) {
    return withoutQuery(sent == request ? response : withUrl(response, request, sent, call), call);
  }

  private static Response withUrl(Response response, Request request, Request sent, AuthCall call) {
    HttpUrl url = response.request().url();
    // A later network interceptor may have changed it. Equal but not identical, because that is how
    // the presence of a network half is detected.
    HttpUrl before =
        HttpUrl.get(
            url.equals(sent.url()) ? request.url().toString() : call.location(url.toString()));
    return response
        .newBuilder()
        .request(response.request().newBuilder().url(before).build())
        .build();
  }

  private static Response withoutQuery(Response response, AuthCall call) {
    List<String> locations = response.headers(LOCATION);
    if (locations.isEmpty()) {
      return response;
    }
    List<String> shown = locations.stream().map(call::location).toList();
    if (shown.equals(locations)) {
      return response;
    }
    Headers.Builder headers = response.headers().newBuilder().removeAll(LOCATION);
    shown.forEach(location -> headers.addUnsafeNonAscii(LOCATION, location));
    return response.newBuilder().headers(headers.build()).build();
  }
}
