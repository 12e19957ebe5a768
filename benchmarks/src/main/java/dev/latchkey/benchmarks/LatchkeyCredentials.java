package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A keyring with credentials of an hour for one or more origins, which are called in turn. */
final class LatchkeyCredentials {
  /** A power of two, so that taking turns costs nothing. */
  private static final int TURNS = 128;

  private final Keyring keyring;
  private final URI[] requests;

  LatchkeyCredentials(String value, int origins) {
    AuthScheme scheme = scheme(value);
    Keyring.Builder builder = Keyring.builder();
    IntStream.range(0, origins).forEach(i -> builder.add(origin(i), scheme));
    keyring = builder.build();
    requests =
        IntStream.range(0, TURNS)
            .mapToObj(i -> URI.create(origin(i % origins) + "/v1/orders/123456789"))
            .toArray(URI[]::new);
  }

  /** A value that is good for an hour. */
  static AuthScheme scheme(String value) {
    return context ->
        Credential.of("Authorization", value)
            .reusableUntil(context.now().plus(Duration.ofHours(1)));
  }

  private static String origin(int i) {
    return "https://api" + i + ".example.com";
  }

  /** The keyring's own answer, as for curl. */
  CachedCredential headersFor() {
    return turn -> keyring.headersFor("GET", requests[turn & TURNS - 1]);
  }

  /** What an adapter does for each call. */
  CachedCredential call() {
    return turn -> {
      CompletableFuture<Credential> credential =
          keyring.newCall().attempt("GET", requests[turn & TURNS - 1], name -> null).credential();
      return credential.join().headers();
    };
  }
}
