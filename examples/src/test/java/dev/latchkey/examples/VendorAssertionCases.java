package dev.latchkey.examples;

import dev.latchkey.TestKeys;
import dev.latchkey.contract.SentRequest;
import java.security.PublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What verifies the assertions of {@code docs/vendors.md}. */
final class VendorAssertionCases {
  private static final String JJWT = "jjwt";
  private static final PublicKey RSA = TestKeys.rsa().getPublic();

  private VendorAssertionCases() {}

  static List<VendorCase> all() {
    return List.of(
        VendorCase.post(
            "Salesforce", "/services/oauth2/token", "{}", JJWT, VendorAssertionCases::salesforce),
        VendorCase.post(
            "Box", "/oauth2/token", "{}", "jjwt, box-java-sdk", VendorAssertionCases::box));
  }

  private static void salesforce(SentRequest request) throws Exception {
    VendorToken.jjwt(VendorToken.bearer(request), RSA)
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT"))
        .hasClaims(
            Map.of(
                "iss", VendorSecrets.consumerKey,
                "sub", VendorSecrets.username,
                "aud", "https://login.salesforce.com"))
        .isDated(Duration.ZERO, Duration.ofMinutes(3));
  }

  private static void box(SentRequest request) throws Exception {
    VendorToken token = VendorToken.jjwt(VendorToken.bearer(request), RSA);
    Map<String, Object> claims =
        new HashMap<>(
            Map.of(
                "iss",
                VendorSecrets.clientId,
                "sub",
                VendorSecrets.enterpriseId,
                "aud",
                "https://api.box.com/oauth2/token",
                "box_sub_type",
                "enterprise"));
    claims.put("jti", VendorToken.uuid(token.claims().get("jti")));
    token
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT", "kid", VendorSecrets.publicKeyId))
        .hasClaims(claims)
        .isDated(Duration.ZERO, Duration.ofSeconds(45))
        // Box's package sets no iat, ends the assertion earlier, and has a random id of its own.
        .isLike(VendorBox.assertion(), "iat", "exp", "jti");
  }
}
