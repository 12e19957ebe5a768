package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.SentRequest;
import java.util.List;
import okhttp3.Credentials;

/** What verifies the choices of {@code docs/vendors.md}. */
final class VendorPartCases {
  private static final String PATHS = "Two schemes by path";
  private static final String TENANTS = "Tenants";

  private VendorPartCases() {}

  static List<VendorCase> all() {
    return List.of(
        VendorCase.get(PATHS, "/admin/users?limit=5", "OkHttp", VendorPartCases::admin),
        VendorCase.get(PATHS, "/me", "OkHttp", request -> key(request, VendorSecrets.apiKey)),
        VendorCase.get(
                TENANTS, "/orders", "comparison", request -> tenant(request, VendorSecrets.redKey))
            .with("X-Tenant", "red"),
        VendorCase.get(
                TENANTS, "/orders", "comparison", request -> tenant(request, VendorSecrets.blueKey))
            .with("X-Tenant", "blue"));
  }

  private static void admin(SentRequest request) {
    assertThat(request.header("Authorization"))
        .isEqualTo(Credentials.basic(VendorSecrets.username, VendorSecrets.clientSecret));
    assertThat(request.has("X-Api-Key")).isFalse();
  }

  private static void key(SentRequest request, String key) {
    assertThat(request.header("X-Api-Key")).isEqualTo(key);
    assertThat(request.has("Authorization")).isFalse();
  }

  private static void tenant(SentRequest request, String key) {
    key(request, key);
    assertThat(request.has("X-Tenant")).isFalse();
  }
}
