package dev.latchkey.benchmarks;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.utils.cache.CachedSupplier;
import software.amazon.awssdk.utils.cache.NonBlocking;
import software.amazon.awssdk.utils.cache.OneCallerBlocks;
import software.amazon.awssdk.utils.cache.RefreshResult;

/**
 * Empty caches that fetch from an issuer when they are asked, each as its library offers it.
 *
 * @see Terms how long what they fetched is good
 */
final class Caches {
  private static final URI REQUEST = URI.create("https://api.example.com/v1/orders/1");

  /**
   * The life of a token.
   *
   * @param life when it ends
   * @param renewal when it is to be renewed ahead of that; Latchkey reckons its own time of it
   */
  record Terms(Duration life, Duration renewal) {
    static final Terms HOUR = new Terms(Duration.ofHours(1), Duration.ofMinutes(50));
  }

  private Caches() {}

  static CachedCredential of(String contender, Callable<String> issuer, Terms terms) {
    return switch (contender) {
      case "unguarded" -> turn -> issuer.call();
      case "shared-future" -> sharedFuture(issuer);
      case "caffeine-async" -> caffeineAsync(issuer, terms);
      case "caffeine" -> caffeine(issuer, terms);
      case "google" -> google(issuer, terms);
      case "aws-one-caller" -> aws(issuer, terms, new OneCallerBlocks());
      case "aws-non-blocking" -> aws(issuer, terms, new NonBlocking("benchmark"));
      case "azure-sync" -> azure(issuer, terms, true);
      case "azure-async" -> azure(issuer, terms, false);
      case "latchkey" -> latchkey(issuer, terms);
      case "latchkey-call" -> latchkeyCall(issuer, terms);
      default -> throw new IllegalArgumentException(contender);
    };
  }

  private static CachedCredential sharedFuture(Callable<String> issuer) {
    ConcurrentHashMap<String, CompletableFuture<String>> flights = new ConcurrentHashMap<>();
    return turn ->
        flights
            .computeIfAbsent(
                "origin", origin -> CompletableFuture.supplyAsync(() -> unchecked(issuer)))
            .get();
  }

  private static CachedCredential caffeineAsync(Callable<String> issuer, Terms terms) {
    AsyncLoadingCache<String, String> cache =
        Caffeine.newBuilder()
            .expireAfterWrite(terms.life)
            .refreshAfterWrite(terms.renewal)
            .buildAsync(origin -> issuer.call());
    return turn -> cache.get("origin").get();
  }

  private static CachedCredential caffeine(Callable<String> issuer, Terms terms) {
    LoadingCache<String, String> cache =
        Caffeine.newBuilder()
            .expireAfterWrite(terms.life)
            .refreshAfterWrite(terms.renewal)
            .build(origin -> issuer.call());
    return turn -> cache.get("origin");
  }

  private static CachedCredential google(Callable<String> issuer, Terms terms) {
    GoogleCredentials credentials = new GoogleCredentials(issuer, terms);
    return turn -> credentials.getRequestMetadata(REQUEST);
  }

  private static CachedCredential aws(
      Callable<String> issuer, Terms terms, CachedSupplier.PrefetchStrategy strategy) {
    CachedSupplier<String> supplier =
        CachedSupplier.builder(
                () -> {
                  String token = unchecked(issuer);
                  Instant now = Instant.now();
                  return RefreshResult.builder(token)
                      .staleTime(now.plus(terms.life))
                      .prefetchTime(now.plus(terms.renewal))
                      .build();
                })
            .prefetchStrategy(strategy)
            .cachedValueName("token")
            .build();
    return turn -> supplier.get();
  }

  private static CachedCredential azure(Callable<String> issuer, Terms terms, boolean sync) {
    TokenRequestContext context = new TokenRequestContext().addScopes("scope");
    AccessTokenCache cache = new AccessTokenCache(new AzureCredential(issuer, terms));
    return sync
        ? turn -> cache.getTokenSync(context, false)
        : turn -> cache.getToken(context, false).toFuture().get();
  }

  private static CachedCredential latchkey(Callable<String> issuer, Terms terms) {
    Keyring keyring = keyring(issuer, terms);
    return turn -> keyring.headersFor("GET", REQUEST);
  }

  private static CachedCredential latchkeyCall(Callable<String> issuer, Terms terms) {
    Keyring keyring = keyring(issuer, terms);
    return turn -> {
      CompletableFuture<Credential> credential =
          keyring.newCall().attempt("GET", REQUEST, name -> null).credential();
      return credential.get().headers();
    };
  }

  private static Keyring keyring(Callable<String> issuer, Terms terms) {
    return Keyring.builder()
        .add(
            "https://api.example.com",
            context ->
                Credential.of("Authorization", unchecked(issuer))
                    .reusableUntil(context.now().plus(terms.life)))
        .build();
  }

  private static String unchecked(Callable<String> issuer) {
    try {
      return issuer.call();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static final class GoogleCredentials extends OAuth2Credentials {
    private static final long serialVersionUID = 1;

    private final transient Callable<String> issuer;
    private final transient Terms terms;

    GoogleCredentials(Callable<String> issuer, Terms terms) {
      super(null, terms.life.minus(terms.renewal), Duration.ofMillis(1));
      this.issuer = issuer;
      this.terms = terms;
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // it takes nothing else
    public com.google.auth.oauth2.AccessToken refreshAccessToken() throws IOException {
      try {
        String token = issuer.call();
        return new com.google.auth.oauth2.AccessToken(
            token, Date.from(Instant.now().plus(terms.life)));
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  private record AzureCredential(Callable<String> issuer, Terms terms) implements TokenCredential {
    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
      return Mono.fromCallable(this::issue);
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
      return issue();
    }

    private AccessToken issue() {
      String token = unchecked(issuer);
      OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
      return new AccessToken(token, now.plus(terms.life), now.plus(terms.renewal));
    }
  }
}
