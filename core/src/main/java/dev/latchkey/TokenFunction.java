package dev.latchkey;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Computes a claim or a header field of a token from the request and the key that signs the token.
 * Both are of one moment: where keys rotate, the fingerprint of a key never comes with the
 * signature of another one.
 *
 * <pre>{@code
 * JwtScheme.signedWith(KeyFile.newestIn(keys))
 *     .claim("iss", (context, key) -> user + "." + key.fingerprint())
 * }</pre>
 */
@FunctionalInterface
public interface TokenFunction {

  /**
   * Returns the value, in a type that {@link JwtScheme.Builder#claim(String, Object)} takes. Called
   * for each token, by many threads; must not block. If it is null, the token is made without it.
   *
   * @param key the key that signs this token
   * @throws IOException if there is no value now; the token is then not issued
   */
  @Nullable Object apply(IssueContext context, SigningKey key) throws IOException;
}
