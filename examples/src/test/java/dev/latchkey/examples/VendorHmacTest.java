package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The verifiers agree with the vendors' own examples. */
class VendorHmacTest {

  /** https://developers.google.com/maps/documentation/maps-static/digital-signature */
  @Test
  void googles() throws Exception {
    assertThat(
            VendorHmac.google(
                "vNIXE0xscrmjlyV-12Nj_BvUPaw=",
                "/maps/api/geocode/json?address=New+York&client=clientID"))
        .isEqualTo("chaRF2hTJKOScPr-RQCEhZbSzIE=");
  }

  /** https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security */
  @Test
  void binances() throws Exception {
    assertThat(
            VendorHmac.hex(
                "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j",
                "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1"
                    + "&recvWindow=5000&timestamp=1499827319559"))
        .isEqualTo("c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
  }

  /** https://docs.kraken.com/api/docs/guides/spot-rest-auth */
  @Test
  void krakens() throws Exception {
    assertThat(
            VendorHmac.kraken(
                "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==",
                "/0/private/AddOrder",
                "1616492376594",
                "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25"))
        .isEqualTo(
            "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==");
  }
}
