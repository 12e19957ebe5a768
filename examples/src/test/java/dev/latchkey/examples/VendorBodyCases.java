package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.standardwebhooks.Webhook;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestKeys;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What verifies the signed bodies of {@code docs/vendors.md}. */
final class VendorBodyCases {
  private static final String JSON = "{\"amount\":\"0.1\",\"note\":\"Zürich\"}";
  private static final String COINBASE = "Coinbase Exchange";
  private static final String AZURE = "azure-storage-common";

  private VendorBodyCases() {}

  static List<VendorCase> all() {
    return List.of(
        VendorCase.post(
                "Fireblocks", "/v1/transactions?x=1", JSON, "Nimbus", VendorBodyCases::fireblocks)
            .signingItsBody(),
        VendorCase.get("Fireblocks", "/v1/vault/accounts", "Nimbus", VendorBodyCases::fireblocks),
        VendorCase.post("Bybit", "/v5/order/create", JSON, "the JDK", VendorBodyCases::bybit)
            .signingItsBody(),
        VendorCase.get("Bybit", "/v5/order/realtime?a=1&b=2", "the JDK", VendorBodyCases::bybit),
        VendorCase.post(
                "Kraken",
                "/0/private/AddOrder",
                "nonce=1616492376594&ordertype=limit&pair=XBTUSD",
                "the JDK, Kraken's example",
                VendorBodyCases::kraken)
            .with("Content-Type", "application/x-www-form-urlencoded")
            .signingItsBody(),
        VendorCase.post(COINBASE, "/orders", JSON, "the JDK", VendorBodyCases::coinbase)
            .signingItsBody(),
        VendorCase.get(COINBASE, "/orders?limit=5&a=%2F", "the JDK", VendorBodyCases::coinbase),
        VendorCase.post("OKX", "/api/v5/trade/order", JSON, "the JDK", VendorBodyCases::okx)
            .signingItsBody(),
        VendorCase.get("OKX", "/api/v5/account/balance?ccy=BTC", "the JDK", VendorBodyCases::okx),
        VendorCase.post(
                "Standard Webhooks", "/hook", JSON, "standardwebhooks", VendorBodyCases::webhook)
            .signingItsBody(),
        VendorCase.post(
                "Azure SharedKey", "/box/a%20b?comp=block", JSON, AZURE, VendorBodyCases::azure)
            .with("x-ms-version", "2025-07-05")
            .with("x-ms-client-request-id", "42"),
        VendorCase.get("Azure SharedKey", "/box", AZURE, VendorBodyCases::azure)
            .with("x-ms-version", "2025-07-05")
            .with("If-None-Match", "\"0x8D\""),
        VendorCase.get(
                "Azure SharedKey",
                "/box?restype=container&comp=list&prefix=a%26b",
                AZURE,
                VendorBodyCases::azure)
            .with("x-ms-version", "2025-07-05"));
  }

  private static void fireblocks(SentRequest request) throws Exception {
    byte[] body = VendorHmac.bytes(request.body());
    VendorToken token =
        VendorToken.nimbus(
            request.header("Authorization").replaceFirst("^Bearer ", ""),
            TestKeys.rsa().getPublic());
    token
        .hasHeader(Map.of("alg", "RS256", "typ", "JWT"))
        .hasClaims(
            Map.of(
                "uri", request.target(),
                "nonce", UUID.fromString((String) token.claims().get("nonce")).toString(),
                "sub", VendorSecrets.apiKey,
                "bodyHash",
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body))))
        .isDated(Duration.ZERO, Duration.ofSeconds(25));
    assertThat(request.header("X-API-Key")).isEqualTo(VendorSecrets.apiKey);
  }

  private static void bybit(SentRequest request) throws Exception {
    String signed =
        request.header("X-BAPI-TIMESTAMP")
            + VendorSecrets.apiKey
            + request.header("X-BAPI-RECV-WINDOW")
            + (request.method().equals("GET")
                ? URI.create(request.target()).getRawQuery()
                : request.body());
    assertThat(request.header("X-BAPI-SIGN"))
        .isEqualTo(VendorHmac.hex(VendorSecrets.apiSecret, signed));
    assertThat(request.header("X-BAPI-API-KEY")).isEqualTo(VendorSecrets.apiKey);
  }

  private static void kraken(SentRequest request) throws Exception {
    assertThat(request.header("API-Sign"))
        .isEqualTo(
            VendorHmac.kraken(
                VendorSecrets.krakenSecret, request.target(), "1616492376594", request.body()));
    assertThat(request.header("API-Key")).isEqualTo(VendorSecrets.apiKey);
  }

  private static void coinbase(SentRequest request) throws Exception {
    String time = request.header("CB-ACCESS-TIMESTAMP");
    assertThat(Instant.ofEpochSecond(Long.parseLong(time)))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(request.header("CB-ACCESS-SIGN"))
        .isEqualTo(
            VendorHmac.base64(
                Base64.getDecoder().decode(VendorSecrets.exchangeSecret),
                time + request.method() + request.target() + request.body()));
    assertThat(request.header("CB-ACCESS-KEY")).isEqualTo(VendorSecrets.apiKey);
    assertThat(request.header("CB-ACCESS-PASSPHRASE")).isEqualTo(VendorSecrets.apiPassphrase);
  }

  private static void okx(SentRequest request) throws Exception {
    String time = request.header("OK-ACCESS-TIMESTAMP");
    assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(Instant.parse(time)).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(request.header("OK-ACCESS-SIGN"))
        .isEqualTo(
            VendorHmac.base64(
                VendorHmac.bytes(VendorSecrets.secretKey),
                time + request.method() + request.target() + request.body()));
    assertThat(request.header("OK-ACCESS-KEY")).isEqualTo(VendorSecrets.apiKey);
    assertThat(request.header("OK-ACCESS-PASSPHRASE")).isEqualTo(VendorSecrets.apiPassphrase);
  }

  private static void webhook(SentRequest request) throws Exception {
    Map<String, List<String>> headers = new TreeMap<>();
    request.headerNames().forEach(name -> headers.put(name, List.of(request.header(name))));
    new Webhook(VendorSecrets.webhookSecret)
        .verify(request.body(), java.net.http.HttpHeaders.of(headers, (name, value) -> true));
  }

  private static void azure(SentRequest request) throws Exception {
    HttpHeaders headers = new HttpHeaders();
    request
        .headerNames()
        .forEach(name -> headers.set(HttpHeaderName.fromString(name), request.header(name)));
    if (!request.has("Content-Length")) {
      // The service takes none for 0; its own client would sign "null".
      headers.set(HttpHeaderName.CONTENT_LENGTH, "0");
    }
    URI uri = URI.create("https://acme.blob.core.windows.net" + request.target());
    assertThat(request.header("Authorization"))
        .isEqualTo(
            new StorageSharedKeyCredential("acme", VendorSecrets.accountKey)
                .generateAuthorizationHeader(uri.toURL(), request.method(), headers, false));
  }
}
