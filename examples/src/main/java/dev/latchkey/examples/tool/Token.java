package dev.latchkey.examples.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A signed token as a server sees it; every check that fails throws. */
public final class Token {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, Object> header;
  private final Map<String, Object> claims;
  private final byte[] signedPart;
  private final byte[] signature;

  private Token(String[] parts) throws Refused {
    this.header = object(decode(parts[0]));
    this.claims = object(decode(parts[1]));
    this.signedPart = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    this.signature = decode(parts[2]);
  }

  public static Token parse(String compact) throws Refused {
    String[] parts = compact.split("\\.", -1);
    Refused.unless(parts.length == 3, "the token has not three parts");
    return new Token(parts);
  }

  public void headerIs(Map<String, Object> expected) throws Refused {
    Refused.unless(header.equals(expected), "the token's header differs");
  }

  public @Nullable Object headerField(String name) {
    return header.get(name);
  }

  public void signedWith(String secret) throws Refused {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      Refused.unless(
          MessageDigest.isEqual(mac.doFinal(signedPart), signature), "the signature differs");
    } catch (GeneralSecurityException e) {
      throw new Refused("the signature cannot be checked", e);
    }
  }

  public void signedWith(PublicKey key) throws Refused {
    try {
      Signature rs256 = Signature.getInstance("SHA256withRSA");
      rs256.initVerify(key);
      rs256.update(signedPart);
      Refused.unless(rs256.verify(signature), "the signature differs");
    } catch (GeneralSecurityException e) {
      throw new Refused("the signature cannot be checked", e);
    }
  }

  public void claimsAre(Set<String> names) throws Refused {
    Refused.unless(claims.keySet().equals(names), "the claims are others: " + claims.keySet());
  }

  public boolean has(String claim) {
    return claims.containsKey(claim);
  }

  public @Nullable Object claim(String name) {
    return claims.get(name);
  }

  public void claimIs(String name, Object expected) throws Refused {
    Refused.unless(expected.equals(claims.get(name)), "the claim " + name + " differs");
  }

  public void expiresWithin(Duration most, Instant now) throws Refused {
    long left = seconds("exp") - now.getEpochSecond();
    Refused.unless(left > 0, "the token has expired");
    Refused.unless(left <= most.toSeconds(), "the token lives too long");
  }

  public void issuedNotAfter(Instant now) throws Refused {
    Refused.unless(seconds("iat") <= now.getEpochSecond(), "iat is in the future");
  }

  private long seconds(String claim) throws Refused {
    if (claims.get(claim) instanceof Long seconds) {
      return seconds;
    }
    throw new Refused(claim + " is no whole number");
  }

  private static byte[] decode(String part) throws Refused {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      // The decoder also takes padding and stray bits, which RFC 7515 has no room for.
      String again = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      Refused.unless(again.equals(part), "the token is not in canonical base64url");
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new Refused("the token is not in base64url", e);
    }
  }

  private static Map<String, Object> object(byte[] json) throws Refused {
    try (JsonParser parser = JSON.createParser(json)) {
      Refused.unless(parser.nextToken() == JsonToken.START_OBJECT, "no JSON object");
      Map<String, Object> fields = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, value(parser));
      }
      Refused.unless(parser.nextToken() == null, "something follows the JSON object");
      return fields;
    } catch (IOException e) {
      throw new Refused("no JSON", e);
    }
  }

  private static Object value(JsonParser parser) throws IOException, Refused {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case START_ARRAY -> array(parser);
      default -> throw new Refused("a value of a kind that no document shows");
    };
  }

  private static List<Object> array(JsonParser parser) throws IOException, Refused {
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }
}
