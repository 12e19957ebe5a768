package dev.latchkey.benchmarks;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenRequestContext;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.auth.oauth2.OAuth2CredentialsWithRefresh;
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
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.utils.cache.CachedSupplier;
import software.amazon.awssdk.utils.cache.OneCallerBlocks;
import software.amazon.awssdk.utils.cache.RefreshResult;

/** Empty caches that fetch from an issuer when they are asked, each as its library offers it. */
final class Caches {
  /** A power of two, so that taking turns costs nothing. */
  static final int TURNS = 128;

  private static final TokenRequestContext AZURE_REQUEST =
      new TokenRequestContext().addScopes("scope");

  /** When a credential ends, and when it is renewed ahead of that, but for Latchkey. */
  record Terms(Duration life, Duration renewal) {
    static final Terms HOUR = new Terms(Duration.ofHours(1), Duration.ofMinutes(50));
  }

  /** Issues a value as a token endpoint would: in its own time, without using the CPU. */
  static final class Issuer implements Callable<String> {
    static final Duration TIME = Duration.ofMillis(50);

    /** How often it was asked. */
    final AtomicInteger issues = new AtomicInteger();

    private final boolean fails;

    Issuer(boolean fails) {
      this.fails = fails;
    }

    @Override
    public String call() throws IOException, InterruptedException {
      issues.incrementAndGet();
      Thread.sleep(TIME.toMillis());
      if (fails) {
        throw new IOException("none today");
      }
      return "token";
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
        OAuth2Credentials credentials = google(issuer, terms);
        URI request = requests(1)[0];
        yield turn -> credentials.getRequestMetadata(request);
      }
      case "aws-one-caller" -> aws(issuer, terms);
      case "azure-sync" -> {
        AccessTokenCache cache = azure(issuer, terms);
        yield turn -> "Bearer " + cache.getTokenSync(AZURE_REQUEST, false).getToken();
      }
      case "azure-async" -> {
        AccessTokenCache cache = azure(issuer, terms);
        yield turn -> "Bearer " + cache.getToken(AZURE_REQUEST, false).toFuture().get().getToken();
      }
      case "latchkey" -> latchkey(scheme(issuer, terms), 1, false);
      case "latchkey-call" -> latchkey(scheme(issuer, terms), 1, true);
      default -> throw new IllegalArgumentException(contender);
    };
  }

  private static Work caffeine(
      Caffeine<? super String, ? super String> builder, Callable<String> issuer) {
    LoadingCache<String, String> cache = builder.build(origin -> issuer.call());
    return turn -> cache.get("origin");
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

  @SuppressWarnings("JavaUtilDate") // it takes nothing else
  private static OAuth2Credentials google(Callable<String> issuer, Terms terms) {
    return OAuth2CredentialsWithRefresh.newBuilder()
        .setRefreshHandler(
            () -> {
              Date end = Date.from(Instant.now().plus(terms.life));
              return new com.google.auth.oauth2.AccessToken(unchecked(issuer), end);
            })
        .setRefreshMargin(terms.life.minus(terms.renewal))
        .setExpirationMargin(Duration.ofMillis(1))
        .build();
  }

  private static AccessTokenCache azure(Callable<String> issuer, Terms terms) {
    return new AccessTokenCache(
        request ->
            Mono.fromCallable(
                () -> {
                  String token = issuer.call();
                  OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
                  return new AccessToken(token, now.plus(terms.life), now.plus(terms.renewal));
                }));
  }

  /** A scheme whose credential is always at hand after the first time. */
  static AuthScheme constant(String value) {
    return scheme(() -> value, Terms.HOUR);
  }

  /** A scheme whose value is reusable for a life. */
  static AuthScheme scheme(Callable<String> issuer, Terms terms) {
    return context ->
        Credential.of("Authorization", unchecked(issuer))
            .reusableUntil(context.now().plus(terms.life));
  }

  /** A keyring that is asked for requests to its origins in turn, as for curl or by an adapter. */
  static Work latchkey(AuthScheme scheme, int origins, boolean adapter) {
    Keyring keyring = keyring(scheme, origins);
    URI[] requests = requests(origins);
    return adapter
        ? turn -> call(keyring, requests[turn & TURNS - 1])
        : turn -> keyring.headersFor("GET", requests[turn & TURNS - 1]);
  }

  static Map<String, String> call(Keyring keyring, URI uri) {
    return keyring.newCall().attempt("GET", uri, name -> null).credential().join().headers();
  }

  static Keyring keyring(AuthScheme scheme, int origins) {
    Keyring.Builder builder = Keyring.builder();
    IntStream.range(0, origins).forEach(i -> builder.add(origin(i), scheme));
    return builder.build();
  }

  static URI[] requests(int origins) {
    return IntStream.range(0, TURNS)
        .mapToObj(i -> URI.create(origin(i % origins) + TokenSigner.PATH))
        .toArray(URI[]::new);
  }

  private static String origin(int i) {
    return "https://api" + i + ".example.com";
  }

  static String unchecked(Callable<String> issuer) {
    try {
      return issuer.call();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }
}
