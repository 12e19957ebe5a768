package dev.latchkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes a claim or a header field of a token from the request: a {@link Function} that may throw
 * {@link IOException}. It extends {@code Function} so that a lambda may be either. See {@link
 * TokenFunction} for values that also depend on the key.
 */
@FunctionalInterface
@SuppressWarnings(
    "FunctionalInterfaceMethodChanged") // apply differs in the type that it throws only
public interface ContextFunction extends Function<IssueContext, @Nullable Object> {

  /**
   * Returns the value, of a type that {@link JwtScheme.Builder#claim(String, Object)} takes; if it
   * is null, the token is issued without it. Called for each token, by several threads at a time;
   * must not block.
   *
   * @throws IOException if there is no value now; the token is then not issued
   */
  @Nullable Object compute(IssueContext context) throws IOException;

  /**
   * Returns what {@link #compute} returns.
   *
   * @throws UncheckedIOException if that throws an {@code IOException}
   */
  @Override
  default @Nullable Object apply(IssueContext context) {
    try {
      return compute(context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
