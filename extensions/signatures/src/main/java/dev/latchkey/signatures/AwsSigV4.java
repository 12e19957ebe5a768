package dev.latchkey.signatures;

import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.ResponseHead;
import java.io.IOException;
import java.time.LocalDateTime;
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
 * and the headers, except hop-by-hop ones and others that proxies change. Thread-safe.
 */
public final class AwsSigV4 implements AuthScheme {
  private static final String NAME = "AWS credentials";

  private static final Set<String> S3 =
      Set.of("s3", "s3express", "s3-object-lambda", "s3-outposts");

  /** The hop-by-hop headers that AWS names, and others that clients, proxies and tracing change. */
  private static final Set<String> UNSIGNED =
      Set.of(
          ("accept-encoding authorization connection cookie expect forwarded keep-alive"
                  + " proxy-authenticate proxy-authorization te traceparent tracestate trailer"
                  + " transfer-encoding upgrade user-agent via x-amzn-trace-id x-forwarded-for")
              .split(" "));

  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

  /** The errors that other credentials or another time may resolve. */
  private static final Set<String> CURABLE =
      Set.of(
          ("AuthFailure ExpiredToken ExpiredTokenException InvalidAccessKeyId InvalidClientTokenId"
                  + " InvalidSignatureException InvalidToken RequestExpired RequestInTheFuture"
                  + " RequestTimeTooSkewed SignatureDoesNotMatch UnrecognizedClientException")
              .split(" "));

  private final String region;
  private final String service;
  private final Supplied<AwsCredentials> credentials;
  private final boolean isUnsigned;
  volatile @Nullable AwsSigV4Key lastKey;

  private AwsSigV4(
      String region, String service, Supplied<AwsCredentials> credentials, boolean isUnsigned) {
    this.region = AwsCredentials.checked("region", region);
    this.service = AwsCredentials.checked("service", service);
    this.credentials = credentials;
    this.isUnsigned = isUnsigned;
  }

  /**
   * Returns a scheme with constant credentials. It does not block.
   *
   * @param region the region, such as {@code eu-central-1}
   * @param service the name that the service is signed for, such as {@code execute-api}
   * @throws IllegalArgumentException if region or service is empty, or has a space, a control
   *     character or a character outside ASCII
   */
  public static AwsSigV4 of(String region, String service, AwsCredentials credentials) {
    requireNonNull(credentials, "credentials");
    return new AwsSigV4(region, service, new Supplied<>(NAME, () -> credentials, false), false);
  }

  /**
   * Returns a scheme whose supplier is called for each request, and may block. Throws as {@link
   * #of(String, String, AwsCredentials)} does.
   */
  public static AwsSigV4 of(String region, String service, Supplier<AwsCredentials> credentials) {
    requireNonNull(credentials, "credentials");
    return new AwsSigV4(region, service, new Supplied<>(NAME, credentials, true), false);
  }

  /**
   * Returns this scheme with {@code UNSIGNED-PAYLOAD} for the digest of each body, as VPC Lattice
   * requires and S3 allows. Without this setting, the only bodies that are not signed are those for
   * S3 that cannot be digested beforehand (see {@link IssueContext#isBodyReadable}).
   */
  public AwsSigV4 withUnsignedPayload() {
    return new AwsSigV4(region, service, credentials, true);
  }

  /**
   * Returns the signature of a request, or {@link Credential#none()} if its URL has one, as
   * presigned URLs do.
   */
  @Override
  public Credential issue(IssueContext context) throws IOException {
    boolean isS3 = S3.contains(service);
    AwsSigV4Request request = new AwsSigV4Request(context.uri(), isS3);
    if (request.isPresigned()) {
      return Credential.none();
    }
    LocalDateTime now = LocalDateTime.ofInstant(context.now(), UTC);
    int day = (now.getYear() * 100 + now.getMonthValue()) * 100 + now.getDayOfMonth();
    // The 1 in front keeps leading zeros. A DateTimeFormatter takes twice as long.
    int time = ((100 + now.getHour()) * 100 + now.getMinute()) * 100 + now.getSecond();
    String date = day + "T" + String.valueOf(time).substring(1) + "Z";
    AwsCredentials current = credentials.get();
    AwsSigV4Key key = lastKey;
    if (key == null || !key.isOf(current.secretAccessKey, date)) {
      key = new AwsSigV4Key(current.secretAccessKey, date, region, service);
      lastKey = key;
    }
    String digest =
        isUnsigned || (isS3 && !context.isBodyReadable())
            ? "UNSIGNED-PAYLOAD"
            : HexFormat.of().formatHex(context.bodyDigest("SHA-256"));
    Map<String, List<String>> headers = new TreeMap<>(context.headers());
    headers.keySet().removeIf(UNSIGNED::contains);
    headers.put("x-amz-date", List.of(date));
    headers.put("x-amz-content-sha256", List.of(digest));
    Credential sent = Credential.of("X-Amz-Date", date).and("X-Amz-Content-Sha256", digest);
    if (current.sessionToken != null) {
      headers.put("x-amz-security-token", List.of(current.sessionToken));
      sent = sent.and("X-Amz-Security-Token", current.sessionToken);
    }
    // The JDK's client does not send it over HTTP/2.
    headers.remove("content-length", List.of("0"));
    String names = String.join(";", headers.keySet());
    String canonical = request.canonical(context.method(), headers, names, digest);
    String authorization = key.authorization(current.accessKeyId, date, names, canonical);
    return sent.and("Authorization", authorization).singleUse();
  }

  /**
   * Returns whether other credentials or another time may help. This is so for a 400, 401 or 403
   * whose {@code x-amzn-errortype} says so, such as {@code ExpiredTokenException}, but not {@code
   * AccessDeniedException}. Without that header, as from S3, which gives the reason only in the
   * body, each of these statuses counts.
   */
  @Override
  public boolean isRefusal(ResponseHead response) {
    // Such as namespace#Code:URL.
    Optional<String> error =
        response.header("x-amzn-errortype").map(type -> type.replaceAll("^[^:]*#|:.*", ""));
    return REFUSALS.contains(response.status()) && error.map(CURABLE::contains).orElse(true);
  }

  @Override
  public Set<String> headerNames() {
    return Set.of("Authorization", "X-Amz-Content-Sha256", "X-Amz-Date", "X-Amz-Security-Token");
  }

  @Override
  public boolean mayBlock() {
    return credentials.mayBlock();
  }

  /** Returns a text with the region and the service. */
  @Override
  public String toString() {
    return "AwsSigV4[" + region + "/" + service + "]";
  }
}
