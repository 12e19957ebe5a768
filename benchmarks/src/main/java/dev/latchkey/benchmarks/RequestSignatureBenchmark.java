package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssueContext;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.signatures.AwsCredentials;
import dev.latchkey.signatures.AwsSigV4;
import dev.latchkey.signatures.HttpSignature;
import dev.latchkey.testing.TestKeys;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Param;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * One signed request: a GET, or a POST of a KiB of JSON.
 *
 * <p>By {@code sigv4} {@code floor} is the AWS SDK's signer, given a request of its own kind that
 * is ready. By {@code rfc9421}, with Ed25519, it is the bare signature, by a reused Signature, of a
 * signature base that is ready.
 */
public class RequestSignatureBenchmark extends ContenderBenchmark {
  /** Of a second that does not end, so that all sign the same. */
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  private static final String ORIGIN = "https://abc123.execute-api.eu-central-1.amazonaws.com";
  private static final URI URL = URI.create(ORIGIN + "/v1/orders?limit=50&from=7");
  private static final Base64.Encoder BASE64 = Base64.getEncoder();
  private static final String REGION = "eu-central-1";
  private static final String SERVICE = "execute-api";
  private static final String KEY_ID = "AKIABENCHMARK";

  /** How it is signed. */
  @Param({"sigv4", "rfc9421"})
  public String scheme = "sigv4";

  /** What is sent. */
  @Param({"GET", "POST"})
  public String method = "POST";

  private final String secret = Signers.secret();
  private final KeyPair pair = TestKeys.ed25519();

  @Override
  Work work() throws Exception {
    boolean get = method.equals("GET");
    Map<String, String> given =
        get
            ? Map.of("Accept", "application/json")
            : Map.of("Accept", "application/json", "Content-Type", "application/json");
    byte[] body = " ".repeat(get ? 0 : 1024).getBytes(StandardCharsets.US_ASCII);
    boolean isAws = scheme.equals("sigv4");
    Work floor = isAws ? bySdk(given, body) : bare(body);
    AuthScheme own =
        isAws
            ? AwsSigV4.of(REGION, SERVICE, AwsCredentials.of(KEY_ID, secret))
            : HttpSignature.signedWith(SigningKey.pem(TokenSigner.KEY_ID, TestKeys.pkcs8(pair)))
                .components("@method", "@target-uri", "content-type", "content-digest")
                .build();
    Keyring keyring = Keyring.builder().clock(CLOCK).add(ORIGIN, own).build();
    Work signer =
        switch (contender) {
          case "floor" -> floor;
          case "latchkey" ->
              turn -> own.issue(IssueContext.of(method, URL, given, body, CLOCK)).headers();
          case "latchkey-keyring" ->
              turn -> keyring.authenticate(method, URL, given, body).headers();
          default -> throw new IllegalArgumentException(contender);
        };
    EqualWork.check(signature(signer.run(0)).equals(signature(floor.run(0))), "signature");
    return signer;
  }

  private Work bySdk(Map<String, String> given, byte[] body) {
    AwsV4HttpSigner sdk = AwsV4HttpSigner.create();
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(URL)
            .putHeader("Host", URL.getHost());
    given.forEach(request::putHeader);
    if (body.length > 0) {
      request.putHeader("Content-Length", Integer.toString(body.length));
    }
    SignRequest<AwsCredentialsIdentity> signed =
        SignRequest.builder(AwsCredentialsIdentity.create(KEY_ID, secret))
            .request(request.build())
            .payload(() -> new ByteArrayInputStream(body))
            .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
            .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, CLOCK)
            .build();
    return turn -> sdk.sign(signed).request();
  }

  private Work bare(byte[] body) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
    byte[] base =
        """
        "@method": %s
        "@target-uri": %s
        "content-type": application/json
        "content-digest": sha-256=:%s:
        "@signature-params": ("@method" "@target-uri" "content-type" "content-digest");created=%d;keyid="%s"
        """
            .formatted(
                method,
                URL,
                BASE64.encodeToString(digest),
                CLOCK.instant().getEpochSecond(),
                TokenSigner.KEY_ID)
            .strip()
            .getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    return turn -> {
      signature.update(base);
      return signature.sign();
    };
  }

  /** Returns what makes a signature, of the scheme's headers or of the bare one. */
  private static List<?> signature(Object signed) {
    if (signed instanceof byte[] bytes) {
      return List.of("sig1=:" + BASE64.encodeToString(bytes) + ":");
    }
    List<String> names =
        List.of("Signature", "Authorization", "X-Amz-Date", "X-Amz-Content-Sha256");
    return names.stream()
        .map(
            name ->
                signed instanceof SdkHttpRequest request
                    ? request.firstMatchingHeader(name).orElse(null)
                    : ((Map<?, ?>) signed).get(name))
        .filter(Objects::nonNull)
        .toList();
  }
}
