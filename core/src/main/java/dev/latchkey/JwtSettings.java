package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link JwtScheme.Builder} and their checks: of each setting when it is made,
 * and of all together when the scheme is built.
 */
final class JwtSettings {
  /** A hundred years, which fit into nanoseconds, and into an {@code Instant} after any date. */
  private static final Duration LONGEST = Duration.ofDays(36_525);

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
  private @Nullable Duration reuse;
  private Duration leastAge = Duration.ZERO;
  private Set<Integer> refusals = Set.of(401);

  JwtSettings(Supplier<SigningKey> keys, boolean constantKey) {
    this.keys = keys;
    this.constantKey = constantKey;
  }

  /**
   * Records a setting that has no value, or whose value was checked.
   *
   * @throws IllegalArgumentException if it was made before
   */
  void set(String name) {
    names.set(name);
  }

  /**
   * Returns the value of {@code aud}.
   *
   * @throws IllegalArgumentException if there is no audience
   */
  static Object audience(String... audience) {
    if (audience.length == 0) {
      throw new IllegalArgumentException("audience must have at least one name, but had none");
    }
    return audience.length == 1 ? audience[0] : List.of(audience);
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

  /** Sets the lifetime, in whole seconds. */
  void lifetime(Duration lifetime) {
    this.lifetime = Duration.ofSeconds(atLeastASecond("lifetime", lifetime).toSeconds());
  }

  void reusedFor(Duration reuse) {
    this.reuse = atLeastASecond("reusedFor", reuse);
  }

  void notReplacedWithin(Duration leastAge) {
    this.leastAge = atLeastASecond("notReplacedWithin", leastAge);
  }

  /** Sets how far tokens are dated back. */
  void backdatedBy(Duration backdating) {
    if (backdating.isNegative() || backdating.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "backdatedBy must not be negative or longer than 100 years, but was " + backdating);
    }
    set("backdatedBy");
    this.backdating = backdating;
  }

  private Duration atLeastASecond(String name, Duration value) {
    if (value.toSeconds() < 1 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " must be at least one second and at most 100 years, but was " + value);
    }
    set(name);
    return value;
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
    boolean typed = !names.has("withoutType");
    if (!typed && headerFields.has("typ")) {
      throw excluding("headerField(\"typ\", …)", "withoutType()");
    }
    return JwtHeader.of(field.before, headerFields, typed);
  }

  /**
   * Returns the dates and the reuse of tokens.
   *
   * @throws IllegalStateException if settings are missing, or contradict each other
   */
  JwtTimes times() {
    checkLifetime();
    checkReuse();
    return new JwtTimes(
        !names.has("withoutIssuedAt"),
        lifetime,
        backdating,
        names.has("perRequest"),
        reuse,
        leastAge);
  }

  private void checkLifetime() {
    if (lifetime == null && !names.has("withoutExpiry")) {
      throw new IllegalStateException(
          "lifetime is not set; call lifetime(…), or withoutExpiry() if tokens must not expire");
    }
    if (lifetime != null && names.has("withoutExpiry")) {
      throw excluding("lifetime(…)", "withoutExpiry()");
    }
    // In whole seconds, as the dates in a token are: a fraction may cost a whole one.
    if (lifetime != null && roundedUp(backdating).compareTo(lifetime) >= 0) {
      throw new IllegalStateException(
          "backdatedBy must be shorter than lifetime, counted in whole seconds, but was "
              + backdating);
    }
  }

  private void checkReuse() {
    for (String setting : new String[] {"reusedFor", "notReplacedWithin"}) {
      if (names.has(setting) && names.has("perRequest")) {
        throw excluding(setting + "(…)", "perRequest()");
      }
    }
    Duration usable = lifetime == null ? LONGEST : lifetime.minus(roundedUp(backdating));
    if (reuse != null && reuse.compareTo(usable) > 0) {
      throw new IllegalStateException(
          "reusedFor must not be longer than lifetime less backdatedBy, but was "
              + reuse
              + "; leave it out to reuse a token for as long as it is valid");
    }
    Duration reused = reuse == null ? usable : reuse;
    if (roundedUp(leastAge).compareTo(reused) >= 0) {
      throw new IllegalStateException(
          "notReplacedWithin must be shorter than a token is reused ("
              + reused
              + "), but was "
              + leastAge
              + "; shorten it, or lengthen reusedFor or lifetime");
    }
  }

  private static IllegalStateException excluding(String one, String other) {
    return new IllegalStateException(
        one + " and " + other + " exclude each other; call one of them");
  }

  private static Duration roundedUp(Duration time) {
    return Duration.ofSeconds(time.plusNanos(999_999_999).toSeconds());
  }

  Set<Integer> refusals() {
    return refusals;
  }
}
