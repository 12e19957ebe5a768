package dev.latchkey.okhttp;

import dev.latchkey.AuthCall;
import dev.latchkey.Credential;
import java.util.List;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** The query of a credential on requests, and off what their responses tell. */
final class CredentialQuery {
  private static final String LOCATION = "Location";

  private CredentialQuery() {}

  /** Returns the request with the query of the credential in its URL. */
  static Request append(Credential credential, Request request) {
    return credential.query().isEmpty()
        ? request
        : request.newBuilder().url(credential.appendTo(request.url().toString())).build();
  }

  /**
   * Returns a response as OkHttp is to cache and to follow it: its request has the URL that it had
   * before the query was appended, by which the cache finds it again, and where it leads is told
   * without that query.
   */
  static Response hide(Response response, Request request, Request sent, AuthCall call) {
    return withoutQuery(sent == request ? response : withUrl(response, request, sent, call), call);
  }

  private static Response withUrl(Response response, Request request, Request sent, AuthCall call) {
    HttpUrl url = response.request().url();
    // A network interceptor behind this one may have changed it. Equal and not the same, since that
    // is how it is told that a network half was there.
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
