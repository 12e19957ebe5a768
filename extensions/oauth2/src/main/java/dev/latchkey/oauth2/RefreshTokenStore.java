package dev.latchkey.oauth2;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/**
 * Stores the refresh token of a user. Many servers issue a new one with each access token and
 * refuse the old one from then on (<a
 * href="https://www.rfc-editor.org/rfc/rfc9700#section-4.14">RFC 9700 §4.14</a>), so it must
 * outlive the program. Implementations must be thread-safe, and may block.
 */
public interface RefreshTokenStore {
  /** Returns the current refresh token. Called before each request for a token. */
  String load() throws IOException;

  /**
   * Stores the refresh token that replaces the loaded one. Called before the access token that came
   * with it is used. If it throws, no token is issued, and it is called again before the next
   * request, unless {@link #load} returns the token of another login by then.
   */
  void store(String refreshToken) throws IOException;

  /**
   * Returns a store in the memory of this process, for servers that do not rotate refresh tokens.
   */
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
