package dev.latchkey.signatures;

import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.ResponseHead;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * AWS Signature Version 4 in headers (<a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">AWS IAM</a>), for AWS
 * and for services that are compatible with S3. It signs method, path, query, a digest of the body,
 * and the headers except hop-by-hop ones and others that proxies change. Safe for use by many
 * threads.
 */
public final class AwsSigV4 implements AuthScheme {
  private static final Set<String> S3 =
      Set.of("s3", "s3express", "s3-object-lambda", "s3-outposts");

  /** The hop-by-hop headers that AWS names, and what else clients, proxies and tracing change. */
  private static final Set<String> UNSIGNED =
      Set.of(
          ("accept-encoding authorization connection cookie expect forwarded keep-alive"
                  + " proxy-authenticate proxy-authorization te traceparent tracestate trailer"
                  + " transfer-encoding upgrade user-agent via x-amzn-trace-id x-forwarded-for")
              .split(" "));

  /** What other credentials or another time may cure. */
  private static final Set<String> CURABLE =
      Set.of(
          ("AuthFailure ExpiredToken ExpiredTokenException InvalidAccessKeyId InvalidClientTokenId"
                  + " InvalidSignatureException InvalidToken RequestExpired RequestInTheFuture"
                  + " RequestTimeTooSkewed SignatureDoesNotMatch UnrecognizedClientException")
              .split(" "));

  private final String region;
  private final String service;
  private final Supplier<AwsCredentials> credentials;
  private final boolean mayBlock;
  private final boolean isUnsigned;
  volatile @Nullable AwsSigV4Key lastKey;

  /** When a request was signed last, in seconds since the epoch. */
  private volatile long lastTime;

  private AwsSigV4(
      String region,
      String service,
      Supplier<AwsCredentials> credentials,
      boolean mayBlock,
      boolean isUnsigned) {
    this.region = AwsCredentials.checked("region", region);
    this.service = AwsCredentials.checked("service", service);
    this.credentials = requireNonNull(credentials, "credentials");
    this.mayBlock = mayBlock;
    this.isUnsigned = isUnsigned;
  }

  /**
   * Returns a scheme with fixed credentials. It does not block.
   *
   * @param region such as {@code eu-central-1}
   * @param service the name that the service is signed for, such as {@code execute-api}
   * @throws IllegalArgumentException if one is empty, or has a space, a control character or a
   *     character outside ASCII
   */
  public static AwsSigV4 of(String region, String service, AwsCredentials credentials) {
    requireNonNull(credentials, "credentials");
    return new AwsSigV4(region, service, () -> credentials, false, false);
  }

  /** Returns a scheme whose supplier is asked at each request, and may block; throws as above. */
  public static AwsSigV4 of(String region, String service, Supplier<AwsCredentials> credentials) {
    return new AwsSigV4(region, service, credentials, true, false);
  }

  /**
   * Returns this scheme with {@code UNSIGNED-PAYLOAD} for the digest of each body, as VPC Lattice
   * wants it and S3 allows it. Without this setting only a body for S3 that cannot be digested
   * beforehand (see {@link IssueContext#isBodyReadable}) is not signed.
   */
  public AwsSigV4 withUnsignedPayload() {
    return new AwsSigV4(region, service, credentials, mayBlock, true);
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    long time = context.now().getEpochSecond();
    AwsSigV4Key key = key(Math.floorDiv(time, 86_400L));
    lastTime = time;
    String date = date(key.day, Math.floorMod(time, 86_400));
    boolean isS3 = S3.contains(service);
    String digest =
        isUnsigned || (isS3 && !context.isBodyReadable())
            ? "UNSIGNED-PAYLOAD"
            : HexFormat.of().formatHex(context.bodyDigest("SHA-256"));
    Map<String, List<String>> headers = new TreeMap<>(context.headers());
    headers.put("x-amz-content-sha256", List.of(digest));
    headers.put("x-amz-date", List.of(date));
    String token = key.credentials.sessionToken;
    if (token != null) {
      headers.put("x-amz-security-token", List.of(token));
    }
    headers.keySet().removeIf(UNSIGNED::contains);
    // The JDK's client does not send it over HTTP/2.
    headers.remove("content-length", List.of("0"));
    String names = String.join(";", headers.keySet());
    String canonical =
        AwsSigV4Request.canonical(context.method(), context.uri(), headers, names, digest, isS3);
    Credential credential =
        Credential.of("Authorization", key.authorization(date, names, canonical))
            .and("X-Amz-Date", date)
            .and("X-Amz-Content-Sha256", digest);
    return (token == null ? credential : credential.and("X-Amz-Security-Token", token)).singleUse();
  }

  private AwsSigV4Key key(long epochDay) throws IOException {
    AwsCredentials current = credentials.get();
    if (current == null) {
      throw new CredentialException("the supplier of AWS credentials returned null");
    }
    AwsSigV4Key key = lastKey;
    if (key == null || key.epochDay != epochDay || !current.isSameAs(key.credentials)) {
      key = new AwsSigV4Key(current, epochDay, region, service);
      lastKey = key;
    }
    return key;
  }

  private static String date(String day, int second) {
    int digits = 1_000_000 + second / 3600 * 10_000 + second / 60 % 60 * 100 + second % 60;
    return day + "T" + Integer.toString(digits).substring(1) + "Z";
  }

  /**
   * Returns whether other credentials or another time may help: of a 400, 401 or 403 whose {@code
   * x-amzn-errortype} says so, such as {@code ExpiredTokenException}, and not {@code
   * AccessDeniedException}. Without that header, as from S3, whose body alone says why, every 401
   * and 403 counts, and a 400 if the credentials are temporary or the {@code Date} is four minutes
   * or more from the time that was signed.
   */
  @Override
  public boolean isRefusal(ResponseHead response) {
    int status = response.status();
    if (status != 400 && status != 401 && status != 403) {
      return false;
    }
    Optional<String> type = response.header("x-amzn-errortype");
    if (type.isPresent()) {
      String code = type.get().split(":", 2)[0];
      return CURABLE.contains(code.substring(code.indexOf('#') + 1));
    }
    AwsSigV4Key key = lastKey;
    if (status != 400 || (key != null && key.credentials.sessionToken != null)) {
      return true;
    }
    // What is no date throws, and is no refusal then.
    return response
        .header("Date")
        .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
        .filter(date -> Math.abs(date.getEpochSecond() - lastTime) >= 240)
        .isPresent();
  }

  @Override
  public Set<String> headerNames() {
    return Set.of("Authorization", "X-Amz-Content-Sha256", "X-Amz-Date", "X-Amz-Security-Token");
  }

  @Override
  public boolean mayBlock() {
    return mayBlock;
  }

  /** Returns region and service. */
  @Override
  public String toString() {
    return "AwsSigV4[" + region + "/" + service + "]";
  }
}
