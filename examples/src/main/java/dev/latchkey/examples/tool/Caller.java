package dev.latchkey.examples.tool;

import dev.latchkey.Keyring;
import java.io.IOException;

/** An HTTP client with a keyring, so that the same story can be told of both. */
public interface Caller {

  /**
   * What came back, its redirects followed.
   *
   * @param version such as {@code HTTP/1.1}
   */
  record Answer(String version, int status, String body) {}

  /** Returns the name of the client. */
  String name();

  /** Sends a request and waits for the response. */
  Answer send(Outgoing request) throws IOException;

  /** Returns an OkHttp client. */
  static Caller okHttp(Keyring keyring) {
    return new OkHttpCaller(keyring);
  }

  /** Returns a JDK client. */
  static Caller jdk(Keyring keyring) {
    return new JdkCaller(keyring);
  }
}
