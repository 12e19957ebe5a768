package dev.latchkey.oauth2;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/**
 * Where the refresh token of a user is kept. Many servers give a new one with each access token and
 * refuse the old one from then on (<a
 * href="https://www.rfc-editor.org/rfc/rfc9700#section-4.14">RFC 9700 §4.14</a>), so it has to
 * outlive the program. Safe for use by many threads; may block.
 */
public interface RefreshTokenStore {
  /** Returns the refresh token that is in force. Called before each request for a token. */
  String load() throws IOException;

  /**
   * Keeps the refresh token that takes the place of the one that was loaded. Called before the
   * access token that came with it is used. If it throws, no token is issued, and it is called
   * again before another request, unless {@link #load} returns that of another login by then.
   */
  void store(String refreshToken) throws IOException;

  /** Returns a store of this process only, for servers that do not rotate refresh tokens. */
  static RefreshTokenStore inMemory(String refreshToken) {
    requireNonNull(refreshToken, "refreshToken");
    return new RefreshTokenStore() {
      private volatile String held = refreshToken;

      @Override
      public String load() {
        return held;
      }

      @Override
      public void store(String next) {
        held = next;
      }
    };
  }
}
