package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import dev.latchkey.testing.SentRequest;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The fields of a token whose signature another library has verified. */
record VendorToken(Map<String, Object> header, Map<String, Object> claims) {

  /** What follows {@code Bearer} in the request's Authorization. */
  static String bearer(SentRequest request) {
    return after("Bearer ", request);
  }

  /** What follows a scheme word, which is compared with its case. */
  static String after(String word, SentRequest request) {
    String value = request.header("Authorization");
    assertThat(value).startsWith(word);
    return value.substring(word.length());
  }

  /** Returns a nonce if it is a UUID. */
  static String uuid(Object nonce) {
    return UUID.fromString((String) nonce).toString();
  }

  static VendorToken nimbus(String token, PublicKey key) throws Exception {
    return nimbus(
        token,
        key instanceof RSAPublicKey rsa
            ? new RSASSAVerifier(rsa)
            : new ECDSAVerifier((ECPublicKey) key));
  }

  static VendorToken nimbus(String token, byte[] secret) throws Exception {
    return nimbus(token, new MACVerifier(secret));
  }

  private static VendorToken nimbus(String token, JWSVerifier verifier) throws Exception {
    assertThat(JWSObject.parse(token).verify(verifier)).as("the signature").isTrue();
    return read(token);
  }

  static VendorToken jjwt(String token, PublicKey key) throws ParseException {
    Jwts.parser().verifyWith(key).build().parseSignedClaims(token);
    return read(token);
  }

  static VendorToken jjwt(String token, byte[] secret) throws ParseException {
    Jwts.parser().verifyWith(Keys.hmacShaKeyFor(secret)).build().parseSignedClaims(token);
    return read(token);
  }

  /** Checks no signature, and keeps each value in the JSON type in which it came. */
  static VendorToken read(String token) throws ParseException {
    JWSObject jws = JWSObject.parse(token);
    return new VendorToken(jws.getHeader().toJSONObject(), jws.getPayload().toJSONObject());
  }

  /** The header has these fields and no others. */
  VendorToken hasHeader(Map<String, ?> fields) {
    assertThat(header).isEqualTo(fields);
    return this;
  }

  /** The claims besides the dates are these and no others. */
  VendorToken hasClaims(Map<String, ?> others) {
    Map<String, Object> undated = new HashMap<>(claims);
    undated.keySet().removeAll(Set.of("iat", "exp"));
    assertThat(undated).isEqualTo(others);
    return this;
  }

  /** The vendor's own package makes a token of the same header and, but for these, claims. */
  VendorToken isLike(String vendorsOwn, String... exceptClaims) throws ParseException {
    VendorToken own = read(vendorsOwn);
    assertThat(header).isEqualTo(own.header);
    Map<String, Object> mine = new HashMap<>(claims);
    Map<String, Object> others = new HashMap<>(own.claims);
    mine.keySet().removeAll(Set.of(exceptClaims));
    others.keySet().removeAll(Set.of(exceptClaims));
    assertThat(mine).isEqualTo(others);
    return this;
  }

  /** It was issued in the past, at most so long ago, and lives so long from then on. */
  VendorToken isDated(Duration age, Duration lifetime) {
    Instant now = Instant.now();
    Instant issued = date("iat");
    assertThat(issued).isBetween(now.minus(age).minusSeconds(60), now);
    assertThat(date("exp")).isEqualTo(issued.plus(lifetime));
    return this;
  }

  Instant date(String claim) {
    return Instant.ofEpochSecond(((Number) claims.get(claim)).longValue());
  }
}
