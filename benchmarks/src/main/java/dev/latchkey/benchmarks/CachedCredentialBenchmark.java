package dev.latchkey.benchmarks;

import dev.latchkey.testing.TestKeys;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The credential that is held already, by each library's public way to ask for it. {@code floor} is
 * a volatile field and one look at {@code System.nanoTime}. Run it with {@code -t 2} for two
 * threads: they share the contender.
 *
 * <p>{@code google-jwt} and {@code google-service-account} hold a token of their own signing, and
 * {@code aws-v4} signs the request each time; the others hold the same token.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CachedCredentialBenchmark {
  /** Who holds it; Latchkey's number is of origins, which take turns. */
  @Param({
    "floor",
    "field-without-clock",
    "field-millis",
    "field-instant",
    "map",
    "map-millis",
    "caffeine",
    "caffeine-expireAfterWrite",
    "caffeine-refreshAfterWrite",
    "caffeine-async",
    "caffeine-expiry",
    "latchkey-1",
    "latchkey-4",
    "latchkey-100",
    "latchkey-call-1",
    "latchkey-call-100",
    "google",
    "google-jwt",
    "google-service-account",
    "spring",
    "azure-cache",
    "azure-pipeline",
    "aws-bearer",
    "aws-v4"
  })
  public String contender = "floor";

  private CachedCredential credential = turn -> "";

  /** Counts the calls of one thread. */
  @State(Scope.Thread)
  public static class Turn {
    int next;
  }

  /** Makes the contender and checks what it gives. */
  @Setup
  public void setUp() throws Exception {
    String token = "t".repeat(144);
    credential = credential(token);
    for (int turn = 0; turn < 200; turn++) {
      String value = authorization(credential.get(turn));
      switch (contender) {
        case "aws-v4" -> EqualWork.check(value.startsWith("AWS4-HMAC-SHA256 "), value);
        case "google-jwt", "google-service-account" ->
            EqualWork.checkEqual("token", value, authorization(credential.get(turn)));
        default -> EqualWork.checkEqual("token", "Bearer " + token, value);
      }
    }
  }

  private static String authorization(Object given) {
    if (given instanceof Map<?, ?> headers) {
      Object value = headers.get("Authorization");
      return value instanceof List<?> values ? String.valueOf(values.get(0)) : "" + value;
    }
    return given instanceof SdkHttpRequest request
        ? request.firstMatchingHeader("Authorization").orElseThrow()
        : given.toString();
  }

  private CachedCredential credential(String token) {
    String value = "Bearer " + token;
    Clock clock = Clock.systemUTC();
    return switch (contender) {
      case "floor" -> HolderCredentials.field(value, System::nanoTime, 1_000_000_000);
      case "field-without-clock" -> HolderCredentials.fieldWithoutClock(value);
      case "field-millis" -> HolderCredentials.field(value, clock::millis, 1000);
      case "field-instant" -> HolderCredentials.fieldAndInstant(value, clock);
      case "map" -> HolderCredentials.map(value);
      case "map-millis" -> HolderCredentials.mapAndMillis(value, clock);
      case "caffeine" -> HolderCredentials.caffeine(value);
      case "caffeine-expireAfterWrite" -> HolderCredentials.caffeineExpireAfterWrite(value);
      case "caffeine-refreshAfterWrite" -> HolderCredentials.caffeineRefreshAfterWrite(value);
      case "caffeine-async" -> HolderCredentials.caffeineAsync(value);
      case "caffeine-expiry" -> HolderCredentials.caffeineExpiry(value);
      case "latchkey-1" -> new LatchkeyCredentials(value, 1).headersFor();
      case "latchkey-4" -> new LatchkeyCredentials(value, 4).headersFor();
      case "latchkey-100" -> new LatchkeyCredentials(value, 100).headersFor();
      case "latchkey-call-1" -> new LatchkeyCredentials(value, 1).call();
      case "latchkey-call-100" -> new LatchkeyCredentials(value, 100).call();
      case "google" -> CloudCredentials.google(token);
      case "google-jwt" -> CloudCredentials.googleJwt(TestKeys.rsa().getPrivate());
      case "google-service-account" ->
          CloudCredentials.googleServiceAccount(TestKeys.rsa().getPrivate());
      case "spring" -> CloudCredentials.spring(token);
      case "azure-cache" -> CloudCredentials.azureCache(token);
      case "azure-pipeline" -> CloudCredentials.azurePipeline(token);
      case "aws-bearer" -> CloudCredentials.awsBearer(token);
      case "aws-v4" -> CloudCredentials.awsV4();
      default -> throw new IllegalArgumentException(contender);
    };
  }

  /** One credential. */
  @Benchmark
  public Object get(Turn turn) throws Exception {
    int now = turn.next;
    turn.next = now + 1 & Integer.MAX_VALUE;
    return credential.get(now);
  }
}
