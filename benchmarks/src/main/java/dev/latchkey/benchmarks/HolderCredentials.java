package dev.latchkey.benchmarks;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What people write by hand: a field and a clock (the floor is one of them), a map, a Caffeine
 * cache. All give the value as long as its hour lasts; those without a clock would give it for
 * ever.
 */
final class HolderCredentials {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String ORIGIN = "https://api.example.com";

  private volatile String value;
  private final long end;

  private HolderCredentials(String value, long end) {
    this.value = value;
    this.end = end;
  }

  /** The floor if the clock is {@code System.nanoTime}. */
  static CachedCredential field(String value, LongSupplier clock, long perSecond) {
    HolderCredentials holder =
        new HolderCredentials(value, clock.getAsLong() + HOUR.toSeconds() * perSecond);
    return turn -> {
      if (clock.getAsLong() - holder.end >= 0) {
        holder.value = "expired";
      }
      return holder.value;
    };
  }

  static CachedCredential fieldAndInstant(String value, Clock clock) {
    HolderCredentials holder = new HolderCredentials(value, 0);
    Instant end = clock.instant().plus(HOUR);
    return turn -> {
      if (!clock.instant().isBefore(end)) {
        holder.value = "expired";
      }
      return holder.value;
    };
  }

  static CachedCredential fieldWithoutClock(String value) {
    HolderCredentials holder = new HolderCredentials(value, 0);
    return turn -> holder.value;
  }

  static CachedCredential map(String value) {
    ConcurrentHashMap<String, String> map = new ConcurrentHashMap<>();
    map.put(ORIGIN, value);
    return turn -> map.getOrDefault(ORIGIN, "absent");
  }

  static CachedCredential mapAndMillis(String value, Clock clock) {
    ConcurrentHashMap<String, HolderCredentials> map = new ConcurrentHashMap<>();
    map.put(ORIGIN, new HolderCredentials(value, clock.millis() + HOUR.toMillis()));
    return turn -> {
      HolderCredentials holder = map.get(ORIGIN);
      return holder == null || clock.millis() >= holder.end ? "expired" : holder.value;
    };
  }

  static CachedCredential caffeine(String value) {
    return cached(Caffeine.newBuilder().build(), value);
  }

  static CachedCredential caffeineExpireAfterWrite(String value) {
    return cached(Caffeine.newBuilder().expireAfterWrite(HOUR).build(), value);
  }

  static CachedCredential caffeineExpiry(String value) {
    Expiry<String, String> expiry = Expiry.creating((key, token) -> HOUR);
    return cached(Caffeine.newBuilder().expireAfter(expiry).build(), value);
  }

  private static CachedCredential cached(Cache<String, String> cache, String value) {
    cache.put(ORIGIN, value);
    return turn -> {
      String held = cache.getIfPresent(ORIGIN);
      return held == null ? "absent" : held;
    };
  }

  static CachedCredential caffeineRefreshAfterWrite(String value) {
    LoadingCache<String, String> cache =
        Caffeine.newBuilder().refreshAfterWrite(HOUR).build(origin -> value);
    return turn -> cache.get(ORIGIN);
  }

  static CachedCredential caffeineAsync(String value) {
    AsyncLoadingCache<String, String> cache =
        Caffeine.newBuilder().expireAfterWrite(HOUR).buildAsync(origin -> value);
    return turn -> cache.get(ORIGIN).join();
  }
}
