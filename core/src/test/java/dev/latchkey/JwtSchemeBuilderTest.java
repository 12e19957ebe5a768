package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JwtSchemeBuilderTest {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final SigningKey KEY = SigningKey.hs256(SECRET);

  static Stream<Arguments> wrongSettings() {
    return Stream.of(
        wrong("lifetime", b -> b.lifetime(Duration.ZERO)),
        wrong("lifetime", b -> b.lifetime(Duration.ofMillis(999))),
        wrong("lifetime", b -> b.lifetime(Duration.ofSeconds(-1))),
        wrong("lifetime", b -> b.lifetime(ChronoUnit.FOREVER.getDuration())),
        wrong("backdatedBy", b -> b.backdatedBy(Duration.ofMillis(-1))),
        wrong("backdatedBy", b -> b.backdatedBy(ChronoUnit.FOREVER.getDuration())),
        wrong("reusedFor", b -> b.reusedFor(Duration.ofMillis(999))),
        wrong("reusedFor", b -> b.reusedFor(ChronoUnit.FOREVER.getDuration())),
        wrong("notReplacedWithin", b -> b.notReplacedWithin(Duration.ZERO)),
        wrong("notReplacedWithin", b -> b.notReplacedWithin(ChronoUnit.FOREVER.getDuration())),
        wrong("audience", b -> b.audience()),
        wrong("refusedWith", b -> b.refusedWith(200)),
        wrong("refusedWith", b -> b.refusedWith(401, 302)),
        wrong("Claim iat", b -> b.claim("iat", 1)),
        wrong("Claim exp", b -> b.claim("exp", c -> 1)),
        wrong("Claim iss", b -> b.issuer("a").claim("iss", "b")),
        wrong(
            "Claim aud must be set only once, but was set twice",
            b -> b.audience("a").audience("b")),
        wrong("Claim iss must be set only once, but was set twice", b -> b.issuer("a").issuer("a")),
        wrong(
            "Claim sub must be set only once, but was set twice", b -> b.subject("a").subject("a")),
        wrong(
            "lifetime must be set only once, but was set twice",
            b -> b.lifetime(MINUTE).lifetime(MINUTE)),
        wrong("header must be set only once, but was set twice", b -> b.header("a").header("b")),
        wrong(
            "header must be set only once, but was set twice",
            b -> b.header("a").header("a", token -> token)),
        wrong(
            "algorithm must be set only once, but was set twice",
            b -> b.algorithm(SigningAlgorithm.HS256).algorithm(SigningAlgorithm.HS256)),
        wrong(
            "requireKeyId must be set only once, but was set twice",
            b -> b.requireKeyId().requireKeyId()),
        wrong(
            "withoutExpiry must be set only once, but was set twice",
            b -> b.withoutExpiry().withoutExpiry()),
        wrong(
            "withoutType must be set only once, but was set twice",
            b -> b.withoutType().withoutType()),
        wrong(
            "reusedFor must be set only once, but was set twice",
            b -> b.reusedFor(MINUTE).reusedFor(MINUTE)),
        wrong(
            "notReplacedWithin must be set only once, but was set twice",
            b -> b.notReplacedWithin(MINUTE).notReplacedWithin(MINUTE)),
        wrong(
            "withoutIssuedAt must be set only once, but was set twice",
            b -> b.withoutIssuedAt().withoutIssuedAt()),
        wrong(
            "backdatedBy must be set only once, but was set twice",
            b -> b.backdatedBy(MINUTE).backdatedBy(MINUTE)),
        wrong(
            "perRequest must be set only once, but was set twice",
            b -> b.perRequest().perRequest()),
        wrong(
            "refusedWith must be set only once, but was set twice",
            b -> b.refusedWith(401).refusedWith(403)),
        wrong(
            "refusedWith must have at least one status, such as 401, but had none",
            b -> b.refusedWith()),
        wrong("Claim jti", b -> b.claim("jti", c -> 1).claim("jti", "x")),
        wrong("Claim x", b -> b.claim("x", new Object())),
        wrong("Claim x", b -> b.claim("x", Double.NaN)),
        wrong("Claim x", b -> b.claim("x", new Object[] {null})),
        wrong("Claim x", b -> b.claim("x", Float.NaN)),
        wrong("Claim x", b -> b.claim("x", Path.of("a"))),
        wrong("Claim x", b -> b.claim("x", cycle())),
        wrong("Claim x", b -> b.claim("x", Map.of(1, "a", "1", "b"))),
        wrong("Header field alg", b -> b.headerField("alg", "none")),
        wrong("Header field kid", b -> b.headerField("kid", c -> "x")),
        wrong("Header field cty", b -> b.headerField("cty", "a").headerField("cty", "b")),
        wrong("Header field x", b -> b.headerField("x", Thread.State.NEW)),
        wrong("header name", b -> b.header("")),
        wrong("header name", b -> b.header("a b")),
        wrong("header Host", b -> b.header("Host")),
        wrong("key id", b -> b.requireKeyId().lifetime(Duration.ofMinutes(1)).build()),
        wrong(
            "RS256",
            b -> b.algorithm(SigningAlgorithm.RS256).lifetime(Duration.ofMinutes(1)).build()));
  }

  private static Object cycle() {
    Object[] cycle = new Object[1];
    cycle[0] = Map.of("k", cycle);
    return cycle;
  }

  private static Arguments wrong(String named, Consumer<JwtScheme.Builder> setting) {
    return Arguments.of(named, setting);
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("wrongSettings")
  void anErrorNamesTheSetting(String named, Consumer<JwtScheme.Builder> setting) {
    JwtScheme.Builder builder = JwtScheme.signedWith(KEY);

    assertThatThrownBy(() -> setting.accept(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  static Stream<Arguments> wrongCombinations() {
    return Stream.of(
        wrong("lifetime", b -> {}),
        wrong("withoutExpiry", b -> b.lifetime(Duration.ofMinutes(1)).withoutExpiry()),
        wrong(
            "backdatedBy",
            b -> b.lifetime(Duration.ofMinutes(1)).backdatedBy(Duration.ofMinutes(1))),
        wrong(
            "backdatedBy",
            b -> b.lifetime(Duration.ofMinutes(1)).backdatedBy(Duration.ofMinutes(2))),
        wrong(
            "headerField(\"typ\", …) and withoutType() exclude each other; call one of them",
            b -> b.lifetime(MINUTE).withoutType().headerField("typ", "at+jwt")),
        wrong(
            "reusedFor(…) and perRequest() exclude each other; call one of them",
            b -> b.withoutExpiry().perRequest().reusedFor(MINUTE)),
        wrong(
            "notReplacedWithin(…) and perRequest() exclude each other; call one of them",
            b -> b.withoutExpiry().perRequest().notReplacedWithin(MINUTE)),
        wrong(
            "reusedFor must not be longer than lifetime less backdatedBy, but was PT1M1S; leave it"
                + " out",
            b -> b.lifetime(MINUTE).reusedFor(MINUTE.plusSeconds(1))),
        wrong(
            "reusedFor must not be longer",
            b -> b.lifetime(MINUTE).backdatedBy(Duration.ofMillis(1)).reusedFor(MINUTE)),
        wrong(
            "notReplacedWithin must be shorter than a token is reused (PT1M), but was PT1M; shorten"
                + " it, or lengthen reusedFor or lifetime",
            b -> b.withoutExpiry().reusedFor(MINUTE).notReplacedWithin(MINUTE)),
        wrong(
            "notReplacedWithin must be shorter",
            b -> b.lifetime(MINUTE).notReplacedWithin(Duration.ofMillis(59_001))),
        // Made at …00.4, it would be dated …59 and expire at …00.
        wrong(
            "backdatedBy",
            b -> b.lifetime(Duration.ofSeconds(1)).backdatedBy(Duration.ofMillis(500))));
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("wrongCombinations")
  void buildNamesTheSettingThatIsMissingOrContradicts(
      String named, Consumer<JwtScheme.Builder> settings) {
    JwtScheme.Builder builder = JwtScheme.signedWith(KEY);
    settings.accept(builder);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(named);
  }

  @Test
  void nullIsRefusedByName() {
    JwtScheme.Builder builder = JwtScheme.signedWith(KEY);

    assertThatThrownBy(() -> JwtScheme.signedWith((SigningKey) null)).hasMessage("key");
    assertThatThrownBy(() -> JwtScheme.signedWith((Supplier<SigningKey>) null)).hasMessage("key");
    assertThatThrownBy(() -> builder.issuer(null)).hasMessage("Claim iss");
    assertThatThrownBy(() -> builder.claim("x", (Object) null)).hasMessage("Claim x");
    assertThatThrownBy(() -> builder.claim("x", (ContextFunction) null)).hasMessage("Claim x");
    assertThatThrownBy(() -> builder.headerField("x", (ContextFunction) null))
        .hasMessage("Header field x");
    assertThatThrownBy(() -> builder.header("x", null)).hasMessage("format");
    assertThatThrownBy(() -> builder.algorithm(null)).hasMessage("algorithm");
  }

  @Test
  void anErrorShowsTheTypeOfAValueAndNotTheValue() {
    Object secret =
        new Object() {
          @Override
          public String toString() {
            return SECRET;
          }
        };

    assertThatThrownBy(() -> JwtScheme.signedWith(KEY).claim("x", secret))
        .hasMessageStartingWith("Claim x has no JSON form for dev.latchkey.JwtSchemeBuilderTest$")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aSettingThatWasWrongMayBeSetRight() {
    JwtScheme.Builder builder = JwtScheme.signedWith(KEY);

    assertThatThrownBy(() -> builder.lifetime(Duration.ZERO)).hasMessageContaining("lifetime");
    assertThatThrownBy(() -> builder.refusedWith()).hasMessageContaining("refusedWith");
    assertThat(builder.lifetime(MINUTE).refusedWith(403).build().isRefusal(403)).isTrue();
  }

  @Test
  void aKeyThatTheSettingsAllowIsTaken() {
    SigningKey key = SigningKey.rs256("kid", TestKeys.rsa().getPrivate());

    assertThat(
            JwtScheme.signedWith(key)
                .algorithm(SigningAlgorithm.RS256)
                .requireKeyId()
                .lifetime(Duration.ofMinutes(1))
                .build())
        .hasToString("JWT in header Authorization");
  }

  @Test
  void aBuilderThatGoesOnDoesNotChangeWhatItBuilt() throws IOException {
    JwtScheme.Builder builder = JwtScheme.signedWith(KEY).lifetime(Duration.ofMinutes(1));
    JwtScheme first = builder.build();
    builder.claim("later", true).headerField("typ", "x");
    IssueContext context =
        IssueContext.of(
            "GET", URI.create("https://a.test/"), ManualClock.at("2026-01-01T00:00:00Z"));

    String value = first.issue(context).headers().get("Authorization");

    Token token = Token.hs256(value.substring("Bearer ".length()), SECRET);
    assertThat(token.claims()).containsOnlyKeys("iat", "exp");
    assertThat(token.header()).containsEntry("typ", "JWT");
  }

  @Test
  void noTokenIsExpiredWhenItIsMade() throws IOException {
    JwtScheme scheme =
        JwtScheme.signedWith(KEY)
            .lifetime(Duration.ofSeconds(2))
            .backdatedBy(Duration.ofSeconds(1))
            .build();
    ManualClock moment = ManualClock.at("2026-01-01T00:00:00.999Z");

    Credential credential =
        scheme.issue(IssueContext.of("GET", URI.create("https://a.test/"), moment));

    assertThat(credential.end()).isAfter(moment.instant());
  }
}
