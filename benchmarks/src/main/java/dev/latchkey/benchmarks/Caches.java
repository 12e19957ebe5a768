package dev.latchkey.benchmarks;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import dev.latchkey.benchmarks.ContenderBenchmark.Work;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.utils.cache.CachedSupplier;
import software.amazon.awssdk.utils.cache.OneCallerBlocks;
import software.amazon.awssdk.utils.cache.RefreshResult;

/** Empty caches that fetch from an issuer when they are asked, each as its library offers it. */
final class Caches {
  private static final String ORIGIN = "https://api.example.com";
  private static final URI REQUEST = URI.create(ORIGIN + "/v1/orders/123456789");

  /**
   * The life of a credential.
   *
   * @param life when it ends
   * @param renewal when it is renewed ahead of that; Latchkey computes its own time of renewal
   */
  record Terms(Duration life, Duration renewal) {
    static final Terms HOUR = new Terms(Duration.ofHours(1), Duration.ofMinutes(50));
  }

  /** Issues a value as a token endpoint would: in its own time, without using the CPU. */
  static final class Issuer implements Callable<String> {
    private final Duration time;
    private final boolean fails;
    private final AtomicInteger issues = new AtomicInteger();

    Issuer(Duration time, boolean fails) {
      this.time = time;
      this.fails = fails;
    }

    @Override
    public String call() throws IOException {
      issues.incrementAndGet();
      long end = System.nanoTime() + time.toNanos();
      for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      if (fails) {
        throw new IOException("none today");
      }
      return "token";
    }

    /** Returns how often it was asked. */
    int issues() {
      return issues.get();
    }
  }

  private Caches() {}

  static Work of(String contender, Callable<String> issuer, Terms terms) {
    return switch (contender) {
      case "unguarded" -> turn -> issuer.call();
      case "caffeine" ->
          caffeine(
              Caffeine.newBuilder().expireAfterWrite(terms.life).refreshAfterWrite(terms.renewal),
              issuer);
      case "caffeine-expireAfterWrite" ->
          caffeine(Caffeine.newBuilder().expireAfterWrite(terms.life), issuer);
      case "caffeine-expiry" -> {
        Expiry<String, String> expiry = Expiry.creating((origin, value) -> terms.life);
        yield caffeine(Caffeine.newBuilder().expireAfter(expiry), issuer);
      }
      case "google" -> {
        GoogleCredentials credentials = new GoogleCredentials(issuer, terms);
        yield turn -> credentials.getRequestMetadata(REQUEST);
      }
      case "aws-one-caller" -> aws(issuer, terms);
      case "azure-sync" -> {
        AccessTokenCache cache = azure(issuer, terms);
        TokenRequestContext context = new TokenRequestContext().addScopes("scope");
        yield turn -> "Bearer " + cache.getTokenSync(context, false).getToken();
      }
      case "azure-async" -> {
        AccessTokenCache cache = azure(issuer, terms);
        TokenRequestContext context = new TokenRequestContext().addScopes("scope");
        yield turn -> "Bearer " + cache.getToken(context, false).toFuture().get().getToken();
      }
      case "latchkey" -> {
        Keyring keyring = Keyring.builder().add(ORIGIN, scheme(issuer, terms)).build();
        yield turn -> keyring.headersFor("GET", REQUEST);
      }
      case "latchkey-call" -> {
        Keyring keyring = Keyring.builder().add(ORIGIN, scheme(issuer, terms)).build();
        yield turn -> call(keyring, REQUEST);
      }
      default -> throw new IllegalArgumentException(contender);
    };
  }

  private static Work caffeine(
      Caffeine<? super String, ? super String> builder, Callable<String> issuer) {
    LoadingCache<String, String> cache = builder.build(origin -> issuer.call());
    return turn -> cache.get(ORIGIN);
  }

  private static Work aws(Callable<String> issuer, Terms terms) {
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
            .prefetchStrategy(new OneCallerBlocks())
            .cachedValueName("token")
            .build();
    return turn -> supplier.get();
  }

  private static AccessTokenCache azure(Callable<String> issuer, Terms terms) {
    return new AccessTokenCache(new AzureCredential(issuer, terms));
  }

  /** A scheme whose value is reusable for a life. */
  static AuthScheme scheme(Callable<String> issuer, Terms terms) {
    return context ->
        Credential.of("Authorization", unchecked(issuer))
            .reusableUntil(context.now().plus(terms.life));
  }

  /** Does what an adapter does for each call. */
  static Map<String, String> call(Keyring keyring, URI uri) {
    return keyring.newCall().attempt("GET", uri, name -> null).credential().join().headers();
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
        Date end = Date.from(Instant.now().plus(terms.life));
        return new com.google.auth.oauth2.AccessToken(issuer.call(), end);
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
