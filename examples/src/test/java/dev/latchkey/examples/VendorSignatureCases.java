package dev.latchkey.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.SentRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * What verifies the signatures of {@code docs/vendors.md} that are a standard, or as good as one.
 */
final class VendorSignatureCases {
  private static final String JSON = "{\"amount\":\"0.1\",\"note\":\"Zürich\"}";
  private static final String AWS = "AWS Signature V4";
  private static final String S3 = "AWS Signature V4 (S3)";
  private static final String SDK = "http-auth-aws";
  private static final String ED25519 = "HTTP message signatures (Ed25519)";
  private static final String HMAC = "HTTP message signatures (HMAC)";
  private static final String FIELDS = "structured-fields, the JDK";

  private VendorSignatureCases() {}

  static List<VendorCase> all() {
    return List.of(
        VendorCase.post(AWS, "/prod/orders/a%20b?b=2&a=%2F", JSON, SDK, VendorSignatureCases::api)
            .signingItsBody(),
        VendorCase.get(AWS, "/prod/orders?limit=5", SDK, VendorSignatureCases::api),
        VendorCase.post(S3, "/reports/2026%20Q1.json", JSON, SDK, VendorSignatureCases::s3)
            .signingItsBody(),
        VendorCase.get(S3, "/?list-type=2&prefix=a%2Fb", SDK, VendorSignatureCases::s3),
        VendorCase.post(ED25519, "/orders?x=%C3%BC", JSON, FIELDS, VendorSignatureCases::ed25519)
            .signingItsBody(),
        VendorCase.post(HMAC, "/orders", JSON, FIELDS, VendorSignatureCases::hmac).signingItsBody(),
        VendorCase.get(HMAC, "/orders?limit=5&a=%2F", FIELDS, VendorSignatureCases::hmac));
  }

  private static void api(SentRequest request) {
    aws(
        request,
        "execute-api",
        AwsCredentialsIdentity.create(VendorSecrets.accessKeyId, VendorSecrets.secretAccessKey));
  }

  private static void s3(SentRequest request) {
    aws(
        request,
        "s3",
        AwsSessionCredentialsIdentity.create(
            VendorSecrets.accessKeyId, VendorSecrets.secretAccessKey, VendorSecrets.sessionToken));
  }

  /** The SDK makes the same headers of the same request, at the time that it tells. */
  private static void aws(SentRequest sent, String service, AwsCredentialsIdentity identity) {
    String date = sent.header("X-Amz-Date");
    Instant time =
        Instant.parse(date.replaceAll("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
    assertThat(time).isBetween(Instant.now().minusSeconds(60), Instant.now());
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(sent.method()))
            .uri(URI.create("http://" + sent.header("Host") + sent.target()));
    String names =
        sent.header("Authorization").replaceFirst(".*SignedHeaders=", "").replaceFirst(",.*", "");
    assertThat(names).contains("host", "x-amz-content-sha256", "x-amz-date");
    for (String name : names.split(";", -1)) {
      request.putHeader(name, sent.header(name));
    }
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                input ->
                    input
                        .identity(identity)
                        .request(request.build())
                        .payload(() -> new ByteArrayInputStream(sent.bytes()))
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(
                            AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC))
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !service.equals("s3")))
            .request();
    for (String name :
        List.of("Authorization", "X-Amz-Content-Sha256", "X-Amz-Date", "X-Amz-Security-Token")) {
      assertThat(sent.header(name)).isEqualTo(signed.firstMatchingHeader(name).orElse(""));
    }
  }

  private static void ed25519(SentRequest sent) throws Exception {
    VendorMessageSignature signature = VendorMessageSignature.of(sent);
    assertThat(signature.parameter("keyid")).isEqualTo("acme-2026");
    assertThat(signature.components())
        .containsExactly("@method", "@target-uri", "content-type", "content-digest");
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(VendorSecrets.ed25519.getPublic());
    verifier.update(signature.base().getBytes(US_ASCII));
    // Java 17 does not look at what follows the signature.
    assertThat(signature.bytes()).hasSize(64);
    assertThat(verifier.verify(signature.bytes())).isTrue();
  }

  private static void hmac(SentRequest sent) throws Exception {
    VendorMessageSignature signature = VendorMessageSignature.of(sent);
    assertThat(signature.parameter("alg")).isEqualTo("hmac-sha256");
    assertThat(signature.parameter("keyid")).isEqualTo("acme-1");
    assertThat(signature.parameter("nonce")).hasSizeGreaterThan(20);
    assertThat(signature.number("expires") - signature.number("created")).isEqualTo(300);
    assertThat(signature.components())
        .containsExactly("@method", "@authority", "@path", "@query", "content-digest");
    byte[] key = Base64.getDecoder().decode(VendorSecrets.accountKey);
    // As text: its last digit has bits that do not count.
    assertThat(sent.header("Signature"))
        .isEqualTo("sig1=:" + VendorHmac.base64(key, signature.base()) + ":");
  }
}
