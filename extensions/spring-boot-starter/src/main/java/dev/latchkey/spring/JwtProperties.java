package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.JwtScheme;
import dev.latchkey.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A JWT that the application signs, as a Bearer token. The key determines its algorithm.
 *
 * @param keyFile The private key in PEM, in a file that is named after its key id.
 * @param keyFolder A folder of such files, of which the newest is used.
 * @param keyId The key's id, if it is not the name of the file.
 * @param secret A secret that signs by HS256, instead of a key file.
 * @param header The header that has the bare token, instead of Authorization: Bearer.
 * @param issuer The claim iss.
 * @param subject The claim sub.
 * @param audience The claim aud.
 * @param lifetime How long a token is valid.
 * @param claims Other claims.
 */
record JwtProperties(
    @Nullable Path keyFile,
    @Nullable Path keyFolder,
    @Nullable String keyId,
    @Nullable Secret secret,
    @Nullable String header,
    @Nullable String issuer,
    @Nullable String subject,
    @DefaultValue List<String> audience,
    @Nullable Duration lifetime,
    @DefaultValue Map<String, Object> claims)
    implements SchemeProperties {
  @Override
  public AuthScheme scheme(SchemeBlock block) {
    JwtScheme.Builder scheme = JwtScheme.signedWith(key(block));
    if (header != null) {
      scheme.header(header);
    }
    if (issuer != null) {
      scheme.issuer(issuer);
    }
    if (subject != null) {
      scheme.subject(subject);
    }
    if (!audience.isEmpty()) {
      scheme.audience(audience.toArray(String[]::new));
    }
    claims.forEach((name, value) -> scheme.claim(name, withLists(value)));
    return scheme.lifetime(block.required("lifetime", lifetime)).build();
  }

  /** Returns a claim with its lists, which Spring binds to an object as maps of their indices. */
  private static Object withLists(Object claim) {
    if (!(claim instanceof Map<?, ?> map)) {
      return claim;
    }
    Map<Object, Object> members = new LinkedHashMap<>();
    boolean list = !map.isEmpty();
    for (var member : map.entrySet()) {
      list &= member.getKey().equals(Integer.toString(members.size()));
      members.put(member.getKey(), withLists(member.getValue()));
    }
    return list ? List.copyOf(members.values()) : members;
  }

  private Supplier<SigningKey> key(SchemeBlock block) {
    if (secret == null) {
      return block.keyFile(keyFile, keyFolder, keyId);
    }
    if (keyFile != null || keyFolder != null) {
      throw block.failure("secret", "is set beside a key file; set one of them");
    }
    Supplier<String> text = block.secret("secret", secret);
    Supplier<SigningKey> key =
        () -> {
          SigningKey unnamed = SigningKey.hs256(text.get());
          return keyId == null ? unnamed : unnamed.withKeyId(keyId);
        };
    var unused = key.get();
    return key;
  }
}
