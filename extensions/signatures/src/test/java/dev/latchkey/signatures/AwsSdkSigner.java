package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * AWS's own signer.
 *
 * @param service what is signed for
 * @param credentials whose signature it is
 * @param clock tells the time that is signed
 */
record AwsSdkSigner(String service, AwsCredentials credentials, Clock clock) {
  static final String REGION = "eu-central-1";

  /**
   * Returns a request with the headers of its signature.
   *
   * @param headers all that are to be signed
   * @param body null if it is not signed
   */
  SdkHttpRequest sign(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
    URI ascii = URI.create(uri.toASCIIString());
    boolean isS3 = service.equals("s3");
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(ascii);
    if (isS3) {
      request.encodedPath(s3Path(ascii.getRawPath()));
    }
    setQuery(request, ascii.getRawQuery());
    headers.forEach(request::putHeader);
    return AwsV4HttpSigner.create()
        .sign(
            input ->
                input
                    .identity(identity())
                    .request(request.build())
                    .payload(body == null ? null : () -> new ByteArrayInputStream(body))
                    .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock)
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !isS3)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !isS3)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, body != null))
        .request();
  }

  /** Sets the parameters as they are, because the SDK itself loses what follows a second "=". */
  private static void setQuery(SdkHttpRequest.Builder request, String query) {
    request.clearQueryParameters();
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      request.appendRawQueryParameter(
          URLDecoder.decode(parts[0], UTF_8),
          parts.length == 1 ? null : URLDecoder.decode(parts[1], UTF_8));
    }
  }

  /**
   * Returns a path as the SDK sends it. The signer takes that for the canonical path, which S3
   * makes of the key: see "SignatureDoesNotMatch" in the README.
   */
  private static String s3Path(String raw) {
    return SdkHttpUtils.urlEncodeIgnoreSlashes(URLDecoder.decode(raw, UTF_8));
  }

  private AwsCredentialsIdentity identity() {
    return credentials.sessionToken == null
        ? AwsCredentialsIdentity.create(credentials.accessKeyId, credentials.secretAccessKey)
        : AwsSessionCredentialsIdentity.create(
            credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken);
  }
}
