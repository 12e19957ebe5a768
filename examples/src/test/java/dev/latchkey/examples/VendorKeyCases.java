package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.SentRequest;
import java.util.List;
import okhttp3.Credentials;

/** What verifies the keys of {@code docs/vendors.md}. */
final class VendorKeyCases {
  private VendorKeyCases() {}

  static List<VendorCase> all() {
    return List.of(
        VendorCase.get("Postmark", "/server", "comparison", VendorKeyCases::postmark),
        VendorCase.get("Datadog", "/api/v1/validate", "comparison", VendorKeyCases::datadog),
        VendorCase.get("Stripe", "/v1/balance", "OkHttp", VendorKeyCases::stripe));
  }

  private static void postmark(SentRequest request) {
    assertThat(request.header("X-Postmark-Server-Token")).isEqualTo(VendorSecrets.serverToken);
  }

  private static void datadog(SentRequest request) {
    assertThat(request.header("DD-API-KEY")).isEqualTo(VendorSecrets.apiKey);
    assertThat(request.header("DD-APPLICATION-KEY")).isEqualTo(VendorSecrets.applicationKey);
  }

  private static void stripe(SentRequest request) {
    assertThat(request.header("Authorization"))
        .isEqualTo(Credentials.basic(VendorSecrets.secretKey, ""));
  }
}
