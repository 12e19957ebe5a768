package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.OkHttpClient;

/** What became of a client's connections. */
final class Connections {
  private Connections() {}

  /** That there are connections, and none of them is held by a call. */
  static void assertIdle(OkHttpClient client) {
    assertThat(client.connectionPool().idleConnectionCount())
        .as("idle connections")
        .isEqualTo(client.connectionPool().connectionCount());
  }
}
