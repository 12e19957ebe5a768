package dev.latchkey.signatures;

import static dev.latchkey.signatures.SignaturePart.BODY;
import static dev.latchkey.signatures.SignaturePart.EPOCH_MILLIS;
import static dev.latchkey.signatures.SignaturePart.EPOCH_SECONDS;
import static dev.latchkey.signatures.SignaturePart.ISO_MILLIS;
import static dev.latchkey.signatures.SignaturePart.METHOD;
import static dev.latchkey.signatures.SignaturePart.PATH;
import static dev.latchkey.signatures.SignaturePart.PATH_AND_QUERY;
import static dev.latchkey.signatures.SignaturePart.QUERY;
import static dev.latchkey.signatures.SignaturePart.base64;
import static dev.latchkey.signatures.SignaturePart.base64Url;
import static dev.latchkey.signatures.SignaturePart.digest;
import static dev.latchkey.signatures.SignaturePart.formField;
import static dev.latchkey.signatures.SignaturePart.hex;
import static dev.latchkey.signatures.SignaturePart.signature;
import static dev.latchkey.signatures.SignaturePart.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Credential;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples that vendors publish, and vendors without one. */
class HmacSignatureVendorsTest {

  /** https://docs.kraken.com/api/docs/guides/spot-rest-auth */
  @Test
  void krakensExample() throws Exception {
    byte[] secret =
        Base64.getDecoder()
            .decode(
                "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==");
    HmacSignature kraken =
        HmacSignature.signedWith(SigningKey.hmac(SigningAlgorithm.HS512, secret))
            .header("API-Key", text("key"))
            .header(
                "API-Sign", base64(signature(PATH, digest("SHA-256", formField("nonce"), BODY))))
            .build();

    Credential credential =
        SignedRequest.post(
                "/0/private/AddOrder",
                "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25")
            .by(kraken);

    assertThat(credential.headers())
        .isEqualTo(
            Map.of(
                "API-Key",
                "key",
                "API-Sign",
                "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ=="));
  }

  /** https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security */
  @Test
  void binancesExample() throws Exception {
    HmacSignature binance =
        HmacSignature.signedWith(
                SigningKey.hs256(
                    "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"))
            .header("X-MBX-APIKEY", text("key"))
            .query("timestamp", EPOCH_MILLIS)
            .query("signature", hex(signature(QUERY, BODY)))
            .build();

    Credential credential =
        SignedRequest.post(
                "/api/v3/order?symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000",
                "")
            .at("2017-07-12T02:41:59.559Z")
            .by(binance);

    assertThat(credential.query())
        .containsEntry(
            "signature", "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
  }

  /** https://developers.google.com/maps/documentation/maps-static/digital-signature */
  @Test
  void googlesExample() throws Exception {
    HmacSignature maps =
        HmacSignature.sha1(Base64.getUrlDecoder().decode("vNIXE0xscrmjlyV-12Nj_BvUPaw="))
            .query("client", text("clientID"))
            .query("signature", base64Url(signature(PATH_AND_QUERY)))
            .build();

    Credential credential = SignedRequest.get("/maps/api/geocode/json?address=New+York").by(maps);

    assertThat(credential.query()).containsEntry("signature", "chaRF2hTJKOScPr-RQCEhZbSzIE=");
  }

  /** https://docs.svix.com/receiving/verifying-payloads/how-manual */
  @Test
  void theExampleOfStandardWebhooks() throws Exception {
    HmacSignature webhook =
        HmacSignature.signedWith(
                SigningKey.hs256(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")))
            .header("webhook-timestamp", EPOCH_SECONDS)
            .header(
                "webhook-signature",
                text("v1,"),
                base64(
                    signature(
                        text("msg_p5jXN8AQM9LWM0D4loKWxJek."), EPOCH_SECONDS, text("."), BODY)))
            .build();

    Credential credential =
        SignedRequest.post("/hook", "{\"test\": 2432232314}")
            .at("2021-02-25T15:02:10Z")
            .by(webhook);

    assertThat(credential.headers())
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  /** https://docs.slack.dev/authentication/verifying-requests-from-slack */
  @Test
  void slacksExample() throws Exception {
    HmacSignature slack =
        HmacSignature.signedWith(SigningKey.hs256("8f742231b10e8888abcd99yyyzzz85a5"))
            .header("X-Slack-Request-Timestamp", EPOCH_SECONDS)
            .header(
                "X-Slack-Signature",
                text("v0="),
                hex(signature(text("v0:"), EPOCH_SECONDS, text(":"), BODY)))
            .build();

    Credential credential =
        SignedRequest.post(
                "/slack",
                "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                    + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
                    + "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A"
                    + "%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                    + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121"
                    + ".803a0bc887a14d10d2c447fce8b6703c")
            .at("2018-07-12T18:36:58Z")
            .by(slack);

    assertThat(credential.headers())
        .containsEntry("X-Slack-Request-Timestamp", "1531420618")
        .containsEntry(
            "X-Slack-Signature",
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
  }

  /** https://docs.stripe.com/webhooks#verify-manually */
  @Test
  void stripesHeaderHasTheTimeBesideTheSignature() throws Exception {
    HmacSignature stripe =
        HmacSignature.signedWith(SigningKey.hs256("whsec_test"))
            .header(
                "Stripe-Signature",
                text("t="),
                EPOCH_SECONDS,
                text(",v1="),
                hex(signature(EPOCH_SECONDS, text("."), BODY)))
            .build();

    Credential credential = SignedRequest.post("/hook", "{}").by(stripe);

    assertThat(credential.headers())
        .containsEntry(
            "Stripe-Signature",
            "t=1767323045,v1=" + HmacBytes.sha256("whsec_test", "1767323045.{}").hex());
  }

  /** https://bybit-exchange.github.io/docs/v5/guide#authentication */
  @Test
  void bybitSignsTheQueryOrTheBody() throws Exception {
    HmacSignature bybit =
        HmacSignature.signedWith(SigningKey.hs256("secret"))
            .header("X-BAPI-TIMESTAMP", EPOCH_MILLIS)
            .header(
                "X-BAPI-SIGN", hex(signature(EPOCH_MILLIS, text("key"), text("5000"), QUERY, BODY)))
            .build();

    assertThat(SignedRequest.get("/v5/order/realtime?a=1&b=%20").by(bybit).headers())
        .containsEntry("X-BAPI-TIMESTAMP", "1767323045600")
        .containsEntry(
            "X-BAPI-SIGN", HmacBytes.sha256("secret", "1767323045600key5000a=1&b=%20").hex());
    assertThat(SignedRequest.post("/v5/order", "{\"a\":\"ü\"}").by(bybit).headers())
        .containsEntry(
            "X-BAPI-SIGN", HmacBytes.sha256("secret", "1767323045600key5000{\"a\":\"ü\"}").hex());
  }

  /** https://docs.cdp.coinbase.com/exchange/rest-api/authentication */
  @Test
  void coinbaseExchangeSignsTimeMethodPathAndBody() throws Exception {
    HmacSignature coinbase =
        HmacSignature.signedWith(SigningKey.hs256(Base64.getDecoder().decode("c2VjcmV0")))
            .header("CB-ACCESS-TIMESTAMP", EPOCH_SECONDS)
            .header(
                "CB-ACCESS-SIGN", base64(signature(EPOCH_SECONDS, METHOD, PATH_AND_QUERY, BODY)))
            .build();

    assertThat(SignedRequest.post("/orders?a=1", "{}").by(coinbase).headers())
        .containsEntry(
            "CB-ACCESS-SIGN", HmacBytes.sha256("secret", "1767323045POST/orders?a=1{}").base64());
  }

  /** https://www.okx.com/docs-v5/en/#overview-rest-authentication */
  @Test
  void okxSignsTheTimeInMilliseconds() throws Exception {
    HmacSignature okx =
        HmacSignature.signedWith(SigningKey.hs256("secret"))
            .header("OK-ACCESS-TIMESTAMP", ISO_MILLIS)
            .header("OK-ACCESS-SIGN", base64(signature(ISO_MILLIS, METHOD, PATH_AND_QUERY, BODY)))
            .build();

    assertThat(SignedRequest.get("/api/v5/account/balance?ccy=BTC").by(okx).headers())
        .containsEntry("OK-ACCESS-TIMESTAMP", "2026-01-02T03:04:05.600Z")
        .containsEntry(
            "OK-ACCESS-SIGN",
            HmacBytes.sha256("secret", "2026-01-02T03:04:05.600ZGET/api/v5/account/balance?ccy=BTC")
                .base64());
  }
}
