package dev.latchkey.examples.tool;

import java.util.List;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;

/** Requests as a server records them. */
final class Requests {
  private Requests() {}

  /** A GET with these headers: name, value, name, value. */
  static RecordedRequest get(String target, String... headers) {
    return new RecordedRequest(
        0,
        0,
        null,
        List.of(),
        "GET",
        target,
        "HTTP/1.1",
        HttpUrl.get("http://127.0.0.1" + target),
        Headers.of(headers),
        ByteString.EMPTY,
        0,
        List.of(),
        null);
  }
}
