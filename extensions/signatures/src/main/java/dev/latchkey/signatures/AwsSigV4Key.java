package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.SigningKey;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/** The signing key of a secret access key for a day, a region and a service. Immutable. */
final class AwsSigV4Key {
  private final String secret;
  private final String scope;
  private final SigningKey key;

  /**
   * @param date a time such as {@code 20260301T120000Z}, of which only the day counts
   */
  AwsSigV4Key(String secret, String date, String region, String service) throws IOException {
    List<String> scope = List.of(date.substring(0, 8), region, service, "aws4_request");
    byte[] derived = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : scope) {
      derived = SigningKey.hs256(derived).sign(part.getBytes(UTF_8));
    }
    this.secret = secret;
    this.scope = String.join("/", scope);
    this.key = SigningKey.hs256(derived);
  }

  boolean isOf(String secret, String date) {
    return secret.equals(this.secret) && date.startsWith(scope.substring(0, 8));
  }

  /** Returns the header's value for a canonical request with these signed headers. */
  String authorization(String id, String date, String signedHeaders, String canonical)
      throws IOException {
    byte[] digest = SignaturePart.digest("SHA-256").digest(canonical.getBytes(UTF_8));
    String text =
        "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + HexFormat.of().formatHex(digest);
    String signature = HexFormat.of().formatHex(key.sign(text.getBytes(UTF_8)));
    return ("AWS4-HMAC-SHA256 Credential=" + id + "/" + scope)
        + (", SignedHeaders=" + signedHeaders + ", Signature=" + signature);
  }
}
