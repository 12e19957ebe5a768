package dev.latchkey.examples;

import dev.latchkey.Keyring;
import java.io.IOException;

/** An HTTP client with a keyring, so that the same story can be told of both. */
interface Caller {

  /**
   * What came back, its redirects followed.
   *
   * @param version such as {@code HTTP/1.1}
   */
  record Answer(String version, int status, String body) {}

  String name();

  Answer send(Outgoing request) throws IOException;

  static Caller okHttp(Keyring keyring) {
    return new OkHttpCaller(keyring);
  }

  static Caller jdk(Keyring keyring) {
    return new JdkCaller(keyring);
  }
}
