package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link JwtScheme.Builder} was told, and the checks of it: of each setting when it is made,
 * and of all together when the scheme is built.
 */
final class JwtSettings {
  final JwtMembers headerFields =
      new JwtMembers("Header field", Set.of("alg", "kid"), "comes with the SigningKey");
  final JwtMembers claims = new JwtMembers("Claim", Set.of("iat", "exp"), "is set by lifetime(…)");

  private final Supplier<SigningKey> keys;
  private final boolean constantKey;
  private final BuilderSettings names = new BuilderSettings();
  private @Nullable SigningAlgorithm algorithm;
  private JwtField field = JwtField.bearer();
  private @Nullable Duration lifetime;
  private Duration backdating = Duration.ZERO;
  private Set<Integer> refusals = Set.of(401);

  JwtSettings(Supplier<SigningKey> keys, boolean constantKey) {
    this.keys = keys;
    this.constantKey = constantKey;
  }

  /**
   * Notes a setting that has no value, or whose value is checked already.
   *
   * @throws IllegalArgumentException if it was made before
   */
  void set(String name) {
    names.set(name);
  }

  void algorithm(SigningAlgorithm algorithm) {
    requireNonNull(algorithm, "algorithm");
    set("algorithm");
    this.algorithm = algorithm;
  }

  void header(JwtField field) {
    set("header");
    this.field = field;
  }

  /**
   * Sets the lifetime, in whole seconds.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  void lifetime(Duration lifetime) {
    if (lifetime.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "lifetime must be at least one second, but was " + lifetime);
    }
    set("lifetime");
    this.lifetime = Duration.ofSeconds(lifetime.toSeconds());
  }

  /**
   * Sets what tokens are dated back by.
   *
   * @throws IllegalArgumentException if it is negative
   */
  void backdatedBy(Duration backdating) {
    if (backdating.isNegative()) {
      throw new IllegalArgumentException("backdatedBy must not be negative, but was " + backdating);
    }
    set("backdatedBy");
    this.backdating = backdating;
  }

  void refusedWith(int... statuses) {
    Set<Integer> checked = RefusalStatuses.of(statuses);
    set("refusedWith");
    this.refusals = checked;
  }

  JwtKeys keys() {
    return new JwtKeys(keys, constantKey, algorithm, names.has("requireKeyId"));
  }

  JwtField field() {
    return field;
  }

  JwtHeader header() {
    return JwtHeader.of(field.before, headerFields);
  }

  /**
   * Returns the dates and the reuse of tokens.
   *
   * @throws IllegalStateException if settings are missing, or contradict each other
   */
  JwtTimes times() {
    boolean withoutExpiry = names.has("withoutExpiry");
    if (lifetime == null && !withoutExpiry) {
      throw new IllegalStateException(
          "lifetime is not set; call lifetime(…), or withoutExpiry() if tokens must not expire");
    }
    if (lifetime != null && withoutExpiry) {
      throw new IllegalStateException(
          "lifetime(…) and withoutExpiry() exclude each other; call one of them");
    }
    return new JwtTimes(
        !names.has("withoutIssuedAt"), lifetime, backdating, names.has("perRequest"));
  }

  Set<Integer> refusals() {
    return refusals;
  }
}
