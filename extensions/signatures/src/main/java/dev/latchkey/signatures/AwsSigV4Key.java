package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** What AWS credentials sign with for a day, a region and a service. Immutable. */
final class AwsSigV4Key {
  final AwsCredentials credentials;
  final long epochDay;
  final String day;
  final String scope;
  private final SigningKey key;

  AwsSigV4Key(AwsCredentials credentials, long epochDay, String region, String service)
      throws IOException {
    this.credentials = credentials;
    this.epochDay = epochDay;
    this.day = LocalDate.ofEpochDay(epochDay).format(DateTimeFormatter.BASIC_ISO_DATE);
    this.scope = day + "/" + region + "/" + service + "/aws4_request";
    SigningKey derived = hmac(("AWS4" + credentials.secretAccessKey).getBytes(UTF_8));
    for (String part : new String[] {day, region, service, "aws4_request"}) {
      derived = hmac(derived.sign(part.getBytes(UTF_8)));
    }
    this.key = derived;
  }

  private static SigningKey hmac(byte[] secret) {
    return SigningKey.hmac(SigningAlgorithm.HS256, secret);
  }

  /** Returns the header for a canonical request with these signed headers. */
  String authorization(String date, String signedHeaders, String canonical) throws IOException {
    String digest =
        HexFormat.of().formatHex(SignaturePart.digest("SHA-256").digest(canonical.getBytes(UTF_8)));
    String text = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + digest;
    String signature = HexFormat.of().formatHex(key.sign(text.getBytes(UTF_8)));
    return "AWS4-HMAC-SHA256 Credential="
        + credentials.accessKeyId
        + "/"
        + scope
        + ", SignedHeaders="
        + signedHeaders
        + ", Signature="
        + signature;
  }
}
