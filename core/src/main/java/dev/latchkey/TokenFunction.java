package dev.latchkey;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Computes a claim or a header field of a token from the request and the key that signs the token.
 * Even while keys rotate, the fingerprint of one key is never combined with the signature of
 * another.
 *
 * <pre>{@code
 * JwtScheme.signedWith(KeyFile.newestIn(keys))
 *     .claim("iss", (context, key) -> user + "." + key.fingerprint())
 * }</pre>
 */
@FunctionalInterface
public interface TokenFunction {

  /**
   * Returns the value, of a type that {@link JwtScheme.Builder#claim(String, Object)} takes; if it
   * is null, the token is issued without it. Called for each token, by several threads at a time;
   * must not block.
   *
   * @param key the key that signs this token
   * @throws IOException if there is no value now; the token is then not issued
   */
  @Nullable Object apply(IssueContext context, SigningKey key) throws IOException;
}
