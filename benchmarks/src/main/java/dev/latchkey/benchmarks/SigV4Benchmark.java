package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssueContext;
import dev.latchkey.Keyring;
import dev.latchkey.signatures.AwsCredentials;
import dev.latchkey.signatures.AwsSigV4;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * One request signed by AWS Signature V4: a GET, or a POST of a KiB of JSON. {@code floor} is the
 * AWS SDK's signer, given a request of its own kind that is ready.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SigV4Benchmark {
  private static final String REGION = "eu-central-1";
  private static final String SERVICE = "execute-api";
  private static final String KEY_ID = "AKIABENCHMARK";

  /** Who signs. */
  @Param({"floor", "latchkey", "latchkey-keyring"})
  public String contender = "floor";

  /** What is sent. */
  @Param({"GET", "POST"})
  public String method = "GET";

  private final String secret = Keys.longSecret();
  private final Clock clock = SignedRequests.CLOCK;
  private Callable<?> signer = () -> "";

  /** Makes the contender and checks that it makes the SDK's signature. */
  @Setup
  public void setUp() throws Exception {
    signer = signer();
    EqualWork.checkEqual("headers", headers(bySdk().call()), headers(signer.call()));
  }

  private Callable<?> signer() {
    AuthScheme scheme = AwsSigV4.of(REGION, SERVICE, AwsCredentials.of(KEY_ID, secret));
    URI uri = SignedRequests.URL;
    Map<String, String> given = SignedRequests.headers(method);
    byte[] body = SignedRequests.body(method);
    return switch (contender) {
      case "floor" -> bySdk();
      case "latchkey" ->
          () -> scheme.issue(IssueContext.of(method, uri, given, body, clock)).headers();
      case "latchkey-keyring" -> {
        Keyring keyring = Keyring.builder().clock(clock).add(SignedRequests.ORIGIN, scheme).build();
        yield () -> keyring.authenticate(method, uri, given, body).headers();
      }
      default -> throw new IllegalArgumentException(contender);
    };
  }

  private Callable<SdkHttpRequest> bySdk() {
    AwsV4HttpSigner sdk = AwsV4HttpSigner.create();
    byte[] body = SignedRequests.body(method);
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(SignedRequests.URL)
            .putHeader("Host", SignedRequests.URL.getHost());
    SignedRequests.headers(method).forEach(request::putHeader);
    if (body.length > 0) {
      request.putHeader("Content-Length", Integer.toString(body.length));
    }
    SignRequest<AwsCredentialsIdentity> signed =
        SignRequest.builder(AwsCredentialsIdentity.create(KEY_ID, secret))
            .request(request.build())
            .payload(() -> new ByteArrayInputStream(body))
            .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
            .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock)
            .build();
    return () -> sdk.sign(signed).request();
  }

  private static Map<String, String> headers(Object signed) {
    Map<String, String> headers = new HashMap<>();
    for (String name : new String[] {"Authorization", "X-Amz-Date", "X-Amz-Content-Sha256"}) {
      headers.put(
          name,
          signed instanceof SdkHttpRequest request
              ? request.firstMatchingHeader(name).orElseThrow()
              : String.valueOf(((Map<?, ?>) signed).get(name)));
    }
    return headers;
  }

  /** One signature. */
  @Benchmark
  public Object sign() throws Exception {
    return signer.call();
  }
}
