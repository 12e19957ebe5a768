package dev.latchkey.testing;

import java.math.BigDecimal;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A check for a signed token (JWT), which is in {@code Authorization: Bearer} unless {@link
 * #inHeader(String)} names another header. Nimbus and the JDK verify the signature. Times are
 * compared without leeway: a token is refused from the instant of its {@code exp} on, and before
 * its {@code iat} and its {@code nbf}. Immutable: each method returns a new check.
 */
public final class JwtCheck extends PlacedCheck {
  private static final String ANY_KEY_ID = "";
  // Other members may hold a secret, such as an API key.
  private static final Set<String> SHOWN = Set.of("alg", "typ", "iss", "aud");

  /** Returns what is wrong with a token. */
  private interface Rule extends Function<Token, Optional<String>> {}

  private final String header;
  private final String prefix;
  private final Map<String, Predicate<String>> signatures;
  private final List<Rule> rules;
  private final boolean expiring;

  private JwtCheck(
      String header,
      String prefix,
      Map<String, Predicate<String>> signatures,
      List<Rule> rules,
      boolean expiring) {
    super(header, sent -> sent.values(header));
    this.header = header;
    this.prefix = prefix;
    this.signatures = signatures;
    this.rules = rules;
    this.expiring = expiring;
  }

  /** Returns a check for tokens that an RSA, EC or Ed25519 key signed, with any key id or none. */
  public static JwtCheck signedWith(PublicKey key) {
    return signedWith(ANY_KEY_ID, key);
  }

  /** Returns a check for tokens that an RSA, EC or Ed25519 key signed, with this key id. */
  public static JwtCheck signedWith(String keyId, PublicKey key) {
    return signedWith(Map.of(keyId, key));
  }

  /** Returns a check for tokens that any of these keys signed, which are named by their key ids. */
  public static JwtCheck signedWith(Map<String, ? extends PublicKey> keys) {
    return bearer(
        keys.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, key -> jwt -> Token.isSignedBy(jwt, key.getValue()))));
  }

  /** Returns a check for tokens signed by HS256 with a secret of any length. */
  public static JwtCheck hs256(String secret) {
    return bearer(Map.of(ANY_KEY_ID, jwt -> Token.isHs256(jwt, secret)));
  }

  private static JwtCheck bearer(Map<String, Predicate<String>> signatures) {
    return new JwtCheck("Authorization", "Bearer ", signatures, List.of(), true);
  }

  /** Returns a check for the token in this header, with nothing before it. */
  public JwtCheck inHeader(String name) {
    return inHeader(name, "");
  }

  /** Returns a check for the token in this header, after a prefix such as {@code "Bearer "}. */
  public JwtCheck inHeader(String name, String prefix) {
    return new JwtCheck(name, prefix, signatures, rules, expiring);
  }

  /** Returns a check that wants a claim with this value, or a list that contains the value. */
  public JwtCheck claim(String name, Object value) {
    return with(token -> memberProblem(name, token.claims().get(name), value));
  }

  /** Returns a check that wants a field of the token's header with this value. */
  public JwtCheck headerField(String name, Object value) {
    return with(token -> memberProblem(name, token.header().get(name), value));
  }

  /** Returns a check that wants {@code exp} to be at most this time after {@code iat}. */
  public JwtCheck maximumLifetime(Duration lifetime) {
    return with(
        token -> {
          Instant start = token.time("iat").orElse(Instant.MIN);
          Instant end = token.time("exp").orElse(Instant.MAX);
          return end.isAfter(start.plus(lifetime))
              ? Optional.of("does not end within " + seconds(lifetime) + " of its iat")
              : Optional.empty();
        });
  }

  /** Returns a check that also accepts a token without {@code exp}. */
  public JwtCheck withoutExpiry() {
    return new JwtCheck(header, prefix, signatures, rules, false);
  }

  private JwtCheck with(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new JwtCheck(header, prefix, signatures, List.copyOf(more), expiring);
  }

  @Override
  Optional<String> problemOf(String value, SentRequest request, Instant now) {
    if (!value.startsWith(prefix)) {
      return Optional.of("does not begin with \"" + prefix + "\"");
    }
    String jwt = value.substring(prefix.length());
    return Token.read(jwt)
        .map(token -> problemOf(token, jwt, now).map(text -> "has a token that " + text))
        .orElse(Optional.of("has no JWT"));
  }

  private Optional<String> problemOf(Token token, String jwt, Instant now) {
    Object keyId = token.header().get("kid");
    Predicate<String> signature =
        signatures.getOrDefault(ANY_KEY_ID, signatures.get(String.valueOf(keyId)));
    if (signature == null) {
      String actual = keyId == null ? "no key id" : "the unknown key id " + keyId;
      return Optional.of("has " + actual + ", known: " + new TreeSet<>(signatures.keySet()));
    }
    if (!signature.test(jwt)) {
      return Optional.of("has a signature that does not verify, by " + token.header().get("alg"));
    }
    return timeProblem(token, now)
        .or(() -> rules.stream().flatMap(rule -> rule.apply(token).stream()).findFirst());
  }

  private Optional<String> timeProblem(Token token, Instant now) {
    for (String name : List.of("exp", "nbf", "iat")) {
      if (token.claims().get(name) != null && token.time(name).isEmpty()) {
        return Optional.of("has an " + name + " that is no number");
      }
    }
    if (expiring && token.time("exp").isEmpty()) {
      return Optional.of("has no exp");
    }
    Instant expiry = token.time("exp").orElse(Instant.MAX);
    if (!now.isBefore(expiry)) {
      return Optional.of(expired(expiry, now));
    }
    for (String name : List.of("nbf", "iat")) {
      Instant start = token.time(name).orElse(Instant.MIN);
      if (start.isAfter(now)) {
        String ahead = seconds(Duration.between(now, start));
        return Optional.of("has an " + name + " that is " + ahead + " in the future");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> memberProblem(
      String name, @Nullable Object actual, Object expected) {
    if (actual == null) {
      return Optional.of("has no " + name);
    }
    if (equal(actual, expected)
        || (actual instanceof List<?> list
            && list.stream().anyMatch(one -> equal(one, expected)))) {
      return Optional.empty();
    }
    return Optional.of(
        SHOWN.contains(name)
            ? "has the " + name + " " + actual + " instead of " + expected
            : "has another value of " + name);
  }

  /** Compares numbers by value: those of a token are of type Long or Double. */
  private static boolean equal(Object actual, Object expected) {
    return (actual instanceof Number one && expected instanceof Number other)
        ? new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0
        : actual.equals(expected);
  }

  static String expired(Instant end, Instant now) {
    return "expired " + seconds(Duration.between(end, now)) + " ago";
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
