package dev.latchkey.oauth2;

import dev.latchkey.ResponseHead;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds the tokens of a {@link TokenRequest} to a key. Safe for use by many threads. */
interface TokenBinding {
  /**
   * Returns the type of its tokens, as {@code token_type} and the authentication scheme name it.
   */
  String tokenType();

  /**
   * Returns the header fields that prove to a token endpoint that this client has the key.
   *
   * @param now the time by the endpoint's clock
   */
  Map<String, String> proof(String method, URI endpoint, Instant now) throws IOException;

  /**
   * Learns from what a token endpoint answered.
   *
   * @param error the {@code error} of RFC 6749 §5.2; null if there is none
   * @return whether the endpoint asked for another proof, with which it may answer otherwise
   */
  boolean answered(URI endpoint, ResponseHead response, @Nullable String error);
}
