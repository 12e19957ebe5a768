package dev.latchkey.testing;

import static dev.latchkey.testing.Caller.bearer;
import static dev.latchkey.testing.Caller.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What java-jwt and the JDK sign, the vendor verifies by Nimbus. */
class JwtCheckTest {
  private static final Algorithm RSA = rsa(TestKeys.rsa());
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";

  private final FakeVendor vendor = FakeVendor.start();

  @AfterEach
  void close() {
    vendor.close();
  }

  @Test
  void aTokenOfAKnownKeyIsAcceptedToTheInstantOfItsEnd() throws Exception {
    vendor.accept(JwtCheck.signedWith("k1", TestKeys.rsa().getPublic()));
    String token = token(60).withKeyId("k1").sign(RSA);

    assertThat(bearer(vendor, token)).isEqualTo(200);
    vendor.clock().advance(Duration.ofMillis(59_999));
    assertThat(bearer(vendor, token)).isEqualTo(200);
    vendor.clock().advance(Duration.ofMillis(1));
    assertThat(bearer(vendor, token)).isEqualTo(401);
    vendor.clock().advance(Duration.ofMillis(3_500));
    assertThat(bearer(vendor, token)).isEqualTo(401);
    assertThat(vendor.refusals())
        .containsExactly(
            "GET /orders: Authorization has a token that expired 0 s ago",
            "GET /orders: Authorization has a token that expired 3.5 s ago");
  }

  @Test
  void aVendorWhoseClockIsBehindOrAheadRefuses() throws Exception {
    vendor.accept(JwtCheck.signedWith(TestKeys.rsa().getPublic()));
    String token = token(60).sign(RSA);

    vendor.clockOffset(Duration.ofSeconds(-1));
    assertThat(bearer(vendor, token)).isEqualTo(401);
    vendor.clockOffset(Duration.ofSeconds(60));
    assertThat(bearer(vendor, token)).isEqualTo(401);
    vendor.clockOffset(Duration.ofSeconds(59));
    assertThat(bearer(vendor, token)).isEqualTo(200);
    assertThat(vendor.refusals())
        .containsExactly(
            "GET /orders: Authorization has a token that has an iat that is 1 s in the future",
            "GET /orders: Authorization has a token that expired 0 s ago");
  }

  @Test
  void aTokenThatIsNotYetValidIsRefused() throws Exception {
    vendor.accept(JwtCheck.signedWith(TestKeys.rsa().getPublic()));

    String token = token(60).withNotBefore(now().plusSeconds(5)).sign(RSA);
    assertThat(bearer(vendor, token)).isEqualTo(401);
    vendor.clock().advance(Duration.ofSeconds(5));
    assertThat(bearer(vendor, token)).isEqualTo(200);
    assertThat(vendor.refusals())
        .containsExactly(
            "GET /orders: Authorization has a token that has an nbf that is 5 s in the future");
  }

  @Test
  void anUnknownKeyIdAndAWrongSignatureAreToldApart() throws Exception {
    vendor.accept(
        JwtCheck.signedWith(
            Map.of("k1", TestKeys.rsa().getPublic(), "k2", TestKeys.ec().getPublic())));
    Algorithm other = rsa(TestKeys.otherRsa());

    assertThat(bearer(vendor, token(60).withKeyId("k1").sign(RSA))).isEqualTo(200);
    assertThat(bearer(vendor, token(60).withKeyId("k2").sign(ec(256, TestKeys.ec()))))
        .isEqualTo(200);
    assertThat(bearer(vendor, token(60).withKeyId("k3").sign(RSA))).isEqualTo(401);
    assertThat(bearer(vendor, token(60).sign(RSA))).isEqualTo(401);
    assertThat(bearer(vendor, token(60).withKeyId("k1").sign(other))).isEqualTo(401);
    assertThat(bearer(vendor, token(60).withKeyId("k2").sign(RSA))).isEqualTo(401);
    assertThat(bearer(vendor, "no token")).isEqualTo(401);
    assertThat(get(vendor.uri("/"), "Authorization", "Basic bWU6").statusCode()).isEqualTo(401);
    String place = "GET /orders: Authorization has a token that has ";
    assertThat(vendor.refusals())
        .containsExactly(
            place + "the unknown key id k3, known: [k1, k2]",
            place + "no key id, known: [k1, k2]",
            place + "a signature that does not verify, by RS256",
            place + "a signature that does not verify, by RS256",
            "GET /orders: Authorization has no JWT",
            "GET /: Authorization does not begin with \"Bearer \"");
  }

  @Test
  void everyAlgorithmOfAnRsaOrEcKeyIsVerified() throws Exception {
    vendor.accept(JwtCheck.signedWith(TestKeys.rsa().getPublic()));
    RSAPrivateKey key = (RSAPrivateKey) TestKeys.rsa().getPrivate();
    assertThat(bearer(vendor, token(60).sign(Algorithm.RSA384(null, key)))).isEqualTo(200);
    assertThat(bearer(vendor, token(60).sign(Algorithm.RSA512(null, key)))).isEqualTo(200);

    KeyPair p384 = TestKeys.ec("secp384r1");
    KeyPair p521 = TestKeys.ec("secp521r1");
    vendor.rotate(JwtCheck.signedWith(p384.getPublic()), JwtCheck.signedWith(p521.getPublic()));
    assertThat(bearer(vendor, token(60).sign(ec(384, p384)))).isEqualTo(200);
    assertThat(bearer(vendor, token(60).sign(ec(512, p521)))).isEqualTo(200);
    assertThat(bearer(vendor, token(60).sign(RSA))).isEqualTo(401);
  }

  @Test
  void aTokenOfAnEd25519KeyIsVerified() throws Exception {
    KeyPair pair = TestKeys.ed25519();
    vendor.accept(JwtCheck.signedWith(pair.getPublic()));
    String head = base64("{\"alg\":\"EdDSA\"}") + "." + base64("{\"exp\":1767225660}");
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(head.getBytes(US_ASCII));
    byte[] signed = signature.sign();

    assertThat(bearer(vendor, head + "." + base64(signed))).isEqualTo(200);
    signed[5] ^= 1;
    assertThat(bearer(vendor, head + "." + base64(signed))).isEqualTo(401);
    assertThat(bearer(vendor, token(60).sign(RSA))).isEqualTo(401);
  }

  @Test
  void hs256IsVerifiedByALongOrAShortSecretInAnyHeader() throws Exception {
    for (String secret : new String[] {SECRET, "short"}) {
      vendor.rotate(JwtCheck.hs256(secret).inHeader("x-signature"));
      String token = token(60).sign(Algorithm.HMAC256(secret));

      assertThat(get(vendor.uri("/"), "x-signature", token).statusCode()).isEqualTo(200);
      for (Algorithm wrong :
          new Algorithm[] {Algorithm.HMAC256(secret + "x"), Algorithm.HMAC512(secret), RSA}) {
        assertThat(get(vendor.uri("/"), "x-signature", token(60).sign(wrong)).statusCode())
            .isEqualTo(401);
      }
      assertThat(bearer(vendor, token)).isEqualTo(401);
    }
    assertThat(vendor.refusals().subList(0, 4))
        .containsExactly(
            "GET /: x-signature has a token that has a signature that does not verify, by HS256",
            "GET /: x-signature has a token that has a signature that does not verify, by HS512",
            "GET /: x-signature has a token that has a signature that does not verify, by RS256",
            "GET /orders: x-signature is missing");
  }

  @Test
  void aPublicKeyIsNoSecretOfHs256AndNoneIsNoAlgorithm() throws Exception {
    vendor.accept(JwtCheck.signedWith(TestKeys.rsa().getPublic()));

    byte[] encoded = TestKeys.rsa().getPublic().getEncoded();
    assertThat(bearer(vendor, token(60).sign(Algorithm.HMAC256(encoded)))).isEqualTo(401);
    assertThat(bearer(vendor, token(60).sign(Algorithm.none()))).isEqualTo(401);
  }

  @Test
  void aTokenInAnotherBase64ThanThatOfUrlsIsNone() throws Exception {
    String shortSecret = "short";
    vendor.accept(JwtCheck.hs256(SECRET), JwtCheck.hs256(shortSecret));
    for (String secret : new String[] {SECRET, shortSecret}) {
      String token = token(60).withClaim("name", "??>>").sign(Algorithm.HMAC256(secret));
      assertThat(bearer(vendor, token)).isEqualTo(200);
      assertThat(bearer(vendor, token + "=")).as("padded").isEqualTo(401);
      String[] parts = token.split("\\.", -1);
      String content = plain(parts[0]) + "." + plain(parts[1]);
      assertThat(content).containsAnyOf("+", "/", "=");
      assertThat(bearer(vendor, content + "." + hmac(secret, content))).isEqualTo(401);
    }
    assertThat(vendor.refusals()).hasSize(4).containsOnly("GET /orders: Authorization has no JWT");
  }

  @Test
  void aTimeThatIsNoNumberIsRefused() throws Exception {
    vendor.accept(JwtCheck.hs256(SECRET).withoutExpiry());

    for (String name : new String[] {"exp", "nbf", "iat"}) {
      String claims = "{\"" + name + "\":\"1767225600\"}";
      String content = url("{\"alg\":\"HS256\"}") + "." + url(claims);
      assertThat(bearer(vendor, content + "." + hmac(SECRET, content))).isEqualTo(401);
    }
    assertThat(vendor.refusals())
        .containsExactly(
            "GET /orders: Authorization has a token that has an exp that is no number",
            "GET /orders: Authorization has a token that has an nbf that is no number",
            "GET /orders: Authorization has a token that has an iat that is no number");
  }

  private static String url(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  private static String plain(String url) {
    return Base64.getEncoder().encodeToString(Base64.getUrlDecoder().decode(url));
  }

  private static String hmac(String secret, String content) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    byte[] signature = mac.doFinal(content.getBytes(US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  @Test
  void aTokenMayStandBehindAPrefix() throws Exception {
    vendor.accept(JwtCheck.hs256(SECRET).inHeader("Authorization", "Acme AK123:"));
    String token = token(60).sign(Algorithm.HMAC256(SECRET));

    assertThat(get(vendor.uri("/"), "Authorization", "Acme AK123:" + token).statusCode())
        .isEqualTo(200);
    assertThat(bearer(vendor, token)).isEqualTo(401);
  }

  @Test
  void claimsAndHeaderFieldsAreCompared() throws Exception {
    vendor.accept(
        JwtCheck.hs256(SECRET)
            .claim("iss", "me")
            .claim("aud", "you")
            .claim("level", 3)
            .headerField("typ", "JWT"));

    assertThat(hs256(claims())).isEqualTo(200);
    assertThat(hs256(claims().withAudience("them", "you"))).isEqualTo(200);
    assertThat(hs256(claims().withIssuer("you"))).isEqualTo(401);
    assertThat(hs256(claims().withAudience("them"))).isEqualTo(401);
    assertThat(hs256(claims().withClaim("level", 4))).isEqualTo(401);
    assertThat(hs256(claims().withNullClaim("level"))).isEqualTo(401);
    assertThat(hs256(claims().withHeader(Map.of("typ", "at+jwt")))).isEqualTo(401);
    String place = "GET /orders: Authorization has a token that has ";
    assertThat(vendor.refusals())
        .containsExactly(
            place + "the iss you instead of me",
            place + "the aud them instead of you",
            place + "another value of level",
            place + "no level",
            place + "the typ at+jwt instead of JWT");
  }

  @Test
  void aTokenWithoutAnEndOrWithALateOneIsRefusedUnlessTheTestAllowsIt() throws Exception {
    JwtCheck check = JwtCheck.hs256(SECRET);
    JWTCreator.Builder endless = JWT.create().withIssuedAt(now());

    vendor.accept(check.maximumLifetime(Duration.ofMinutes(5)));
    assertThat(hs256(token(300))).isEqualTo(200);
    assertThat(hs256(token(301))).isEqualTo(401);
    assertThat(hs256(JWT.create().withExpiresAt(now().plusSeconds(60)))).isEqualTo(401);
    assertThat(hs256(endless)).isEqualTo(401);
    vendor.rotate(check.withoutExpiry());
    assertThat(hs256(endless)).isEqualTo(200);
    String late =
        "GET /orders: Authorization has a token that does not end within 300 s of its iat";
    assertThat(vendor.refusals())
        .containsExactly(late, late, "GET /orders: Authorization has a token that has no exp");
  }

  @Test
  void aRevokedTokenIsRefusedAndAnotherOneOfTheSameKeyIsAccepted() throws Exception {
    vendor.accept(JwtCheck.hs256(SECRET));

    assertThat(hs256(token(60))).isEqualTo(200);
    vendor.revoke();
    assertThat(hs256(token(60))).isEqualTo(401);
    assertThat(hs256(token(61))).isEqualTo(200);
    assertThat(vendor.refusals()).containsExactly("GET /orders: the credential was revoked");
  }

  @Test
  void afterARotationOnlyTheNewKeyIsAccepted() throws Exception {
    vendor.accept(JwtCheck.signedWith("k1", TestKeys.rsa().getPublic()));
    assertThat(bearer(vendor, token(60).withKeyId("k1").sign(RSA))).isEqualTo(200);

    vendor.rotate(JwtCheck.signedWith("k2", TestKeys.otherRsa().getPublic()));

    assertThat(bearer(vendor, token(60).withKeyId("k1").sign(RSA))).isEqualTo(401);
    assertThat(bearer(vendor, token(60).withKeyId("k2").sign(rsa(TestKeys.otherRsa()))))
        .isEqualTo(200);
  }

  private int hs256(JWTCreator.Builder token) throws Exception {
    return bearer(vendor, token.sign(Algorithm.HMAC256(SECRET)));
  }

  private JWTCreator.Builder claims() {
    return token(60).withIssuer("me").withAudience("you").withClaim("level", 3);
  }

  private JWTCreator.Builder token(int seconds) {
    return JWT.create().withIssuedAt(now()).withExpiresAt(now().plusSeconds(seconds));
  }

  private Instant now() {
    return vendor.clock().instant();
  }

  private static Algorithm rsa(KeyPair pair) {
    return Algorithm.RSA256(null, (RSAPrivateKey) pair.getPrivate());
  }

  private static Algorithm ec(int bits, KeyPair pair) {
    ECPrivateKey key = (ECPrivateKey) pair.getPrivate();
    return switch (bits) {
      case 256 -> Algorithm.ECDSA256(null, key);
      case 384 -> Algorithm.ECDSA384(null, key);
      default -> Algorithm.ECDSA512(null, key);
    };
  }

  private static String base64(String text) {
    return base64(text.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
