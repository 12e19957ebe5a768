package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.SentRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What verifies the credentials in queries of {@code docs/vendors.md}. */
final class VendorQueryCases {
  private static final String MAP = "/maps/api/staticmap?center=Z%C3%BCrich&size=400x400";
  private static final String ORDER = "/api/v3/order?symbol=LTCBTC&side=BUY";

  private VendorQueryCases() {}

  static List<VendorCase> all() {
    return List.of(
        VendorCase.get(
            "OpenWeather", "/data/2.5/weather?q=London", "comparison", VendorQueryCases::weather),
        VendorCase.get("Google Maps", MAP, "the JDK, Google's example", VendorQueryCases::google),
        VendorCase.get("Binance", ORDER, "the JDK, Binance's example", VendorQueryCases::binance),
        VendorCase.post(
                "Binance",
                ORDER,
                "quantity=1&price=0.1",
                "the JDK, Binance's example",
                VendorQueryCases::binance)
            .with("Content-Type", "application/x-www-form-urlencoded")
            .signingItsBody());
  }

  private static void weather(SentRequest request) {
    assertThat(request.target())
        .isEqualTo("/data/2.5/weather?q=London&appid=" + VendorSecrets.apiKey);
  }

  private static void google(SentRequest request) throws Exception {
    String signed = MAP + "&key=" + VendorSecrets.apiKey;
    String signature = VendorHmac.google(VendorSecrets.signingSecret, signed);
    assertThat(request.target()).isEqualTo(signed + "&signature=" + signature.replace("=", "%3D"));
  }

  private static void binance(SentRequest request) throws Exception {
    String[] parts = request.target().split("&timestamp=|&signature=", -1);
    assertThat(parts).hasSize(3).startsWith(ORDER);
    assertThat(Instant.ofEpochMilli(Long.parseLong(parts[1])))
        .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
    String signed = ORDER.replaceFirst(".*\\?", "") + "&timestamp=" + parts[1] + request.body();
    assertThat(parts[2]).isEqualTo(VendorHmac.hex(VendorSecrets.secretKey, signed));
    assertThat(request.header("X-MBX-APIKEY")).isEqualTo(VendorSecrets.apiKey);
  }
}
