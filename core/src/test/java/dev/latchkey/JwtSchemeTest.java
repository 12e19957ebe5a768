package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JwtSchemeTest {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final SigningKey KEY = SigningKey.hs256(SECRET);
  private static final SigningKey RSA = SigningKey.rs256("kid-1", TestKeys.rsa().getPrivate());
  private static final URI ORDERS = URI.create("https://api.test/orders?page=2");
  // 1767225600
  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00.700Z");

  @Test
  void headerAndClaimsAreExactlyWhatWasSaid() throws IOException {
    JwtScheme scheme =
        JwtScheme.signedWith(KEY)
            .issuer("me")
            .subject("you")
            .audience("them")
            .claim("admin", true)
            .claim("limit", 10)
            .lifetime(Duration.ofMinutes(5))
            .build();

    Token token = hs256(scheme);

    assertThat(token.header()).isEqualTo(Map.of("alg", "HS256", "typ", "JWT"));
    assertThat(token.claims())
        .containsExactly(
            Map.entry("iss", "me"),
            Map.entry("sub", "you"),
            Map.entry("aud", "them"),
            Map.entry("admin", true),
            Map.entry("limit", 10L),
            Map.entry("iat", 1767225600L),
            Map.entry("exp", 1767225900L));
  }

  @Test
  void anRsaTokenNamesItsKey() throws IOException {
    JwtScheme scheme = JwtScheme.signedWith(RSA).lifetime(Duration.ofMinutes(5)).build();

    Token token = Token.rs256(bearer(scheme), TestKeys.rsa());

    assertThat(token.header()).isEqualTo(Map.of("alg", "RS256", "typ", "JWT", "kid", "kid-1"));
    assertThat(Token.isRs256(bearer(scheme), TestKeys.otherRsa())).isFalse();
  }

  @Test
  void aKeyIdIsEscaped() throws IOException {
    String odd = "a\"b\\c ☃";
    JwtScheme scheme =
        JwtScheme.signedWith(KEY.withKeyId(odd)).lifetime(Duration.ofMinutes(5)).build();

    assertThat(hs256(scheme).header()).containsEntry("kid", odd);
  }

  @Test
  void ofOneAudienceIsAStringAndOfSeveralAnArray() throws IOException {
    assertThat(hs256(start().audience("a").build()).claims()).containsEntry("aud", "a");
    assertThat(hs256(start().audience("a", "b").build()).claims())
        .containsEntry("aud", List.of("a", "b"));
    assertThat(hs256(start().claim("aud", List.of("a")).build()).claims())
        .containsEntry("aud", List.of("a"));
  }

  @Test
  void expiryIsTheDateOfIssuePlusTheLifetime() throws IOException {
    for (int seconds : new int[] {1, 15, 60, 300, 86_400, 31_536_000}) {
      Duration lifetime = Duration.ofSeconds(seconds);
      Token token = hs256(JwtScheme.signedWith(KEY).lifetime(lifetime).build());

      assertThat(token.claims())
          .containsEntry("iat", 1767225600L)
          .containsEntry("exp", 1767225600L + seconds);
    }
  }

  @Test
  void aLifetimeIsOfWholeSeconds() throws IOException {
    Token token = hs256(JwtScheme.signedWith(KEY).lifetime(Duration.ofMillis(1999)).build());

    assertThat(token.claims()).containsEntry("exp", 1767225601L);
  }

  @Test
  void expiryMovesWithTheDateOfIssue() throws IOException {
    Token token = hs256(start().backdatedBy(Duration.ofMinutes(1)).build());

    assertThat(token.claims())
        .containsEntry("iat", 1767225540L)
        .containsEntry("exp", 1767225600L + 240);
  }

  @Test
  void backdatingByLessThanASecondCounts() throws IOException {
    Token token = hs256(start().backdatedBy(Duration.ofMillis(800)).build());

    assertThat(token.claims()).containsEntry("iat", 1767225599L);
  }

  @Test
  void canBeWithoutDateOfIssueAndWithoutExpiry() throws IOException {
    assertThat(hs256(start().withoutIssuedAt().build()).claims())
        .isEqualTo(Map.of("exp", 1767225900L));
    assertThat(hs256(JwtScheme.signedWith(KEY).withoutExpiry().build()).claims())
        .isEqualTo(Map.of("iat", 1767225600L));
    assertThat(hs256(JwtScheme.signedWith(KEY).withoutExpiry().withoutIssuedAt().build()).claims())
        .isEmpty();
  }

  @Test
  void aPerRequestTokenIsTheSameWithinASecondAndAnotherInTheNext() throws IOException {
    JwtScheme scheme = start().perRequest().build();
    String first = bearer(scheme);
    moment.advance(Duration.ofMillis(299));
    assertThat(bearer(scheme)).isEqualTo(first);

    moment.advance(Duration.ofMillis(1));
    assertThat(bearer(scheme)).isNotEqualTo(first);
  }

  @Test
  void aPerRequestTokenIsReusedUntilItsSecondEndsUnlessAClaimIsComputed() throws IOException {
    Instant end = Instant.parse("2026-01-01T00:00:01Z");

    Credential constant = start().perRequest().build().issue(context());
    assertThat(constant.reuse()).isEqualTo(CredentialReuse.TO_THE_END);
    assertThat(constant.end()).isEqualTo(end);

    Credential nonce = start().perRequest().claim("jti", c -> "n").build().issue(context());
    assertThat(nonce.reuse()).isEqualTo(CredentialReuse.NEVER);
    Credential header = start().perRequest().headerField("n", c -> "n").build().issue(context());
    assertThat(header.reuse()).isEqualTo(CredentialReuse.NEVER);
  }

  @Test
  void aBackdatedPerRequestTokenChangesWithItsOwnSeconds() throws IOException {
    JwtScheme scheme = start().perRequest().backdatedBy(Duration.ofMillis(500)).build();
    String first = bearer(scheme);
    assertThat(scheme.issue(context()).end()).isEqualTo("2026-01-01T00:00:01.500Z");

    moment.advance(Duration.ofMillis(799));
    assertThat(bearer(scheme)).isEqualTo(first);
    moment.advance(Duration.ofMillis(1));
    assertThat(bearer(scheme)).isNotEqualTo(first);
  }

  @Test
  void aTokenIsReusableUntilItExpires() throws IOException {
    assertThat(start().build().issue(context()).end()).isEqualTo("2026-01-01T00:05:00Z");
    assertThat(JwtScheme.signedWith(KEY).withoutExpiry().build().issue(context()).end()).isNull();
  }

  @Test
  void claimsAndHeaderFieldsAreComputedForEachToken() throws IOException {
    AtomicInteger nonce = new AtomicInteger();
    JwtScheme scheme =
        start()
            .claim("jti", c -> nonce.incrementAndGet())
            .claim("uris", c -> List.of(c.method() + " " + c.uri().getPath()))
            .headerField("nonce", c -> "n" + nonce)
            .headerField("typ", "secevent+jwt")
            .build();

    Token first = hs256(scheme);
    Token second = hs256(scheme);

    assertThat(first.claims()).containsEntry("jti", 1L);
    assertThat(second.claims()).containsEntry("jti", 2L);
    assertThat(first.claims()).containsEntry("uris", List.of("GET /orders"));
    assertThat(second.header())
        .isEqualTo(Map.of("alg", "HS256", "typ", "secevent+jwt", "nonce", "n1"));
  }

  @Test
  void aHeaderFieldMayBeAnything() throws IOException {
    JwtScheme scheme =
        start().headerField("cty", "twilio-fpa;v=1").headerField("x5c", List.of("a", "b")).build();

    assertThat(hs256(scheme).header())
        .containsEntry("cty", "twilio-fpa;v=1")
        .containsEntry("x5c", List.of("a", "b"));
  }

  @Test
  void textInClaimsSurvivesAsItIs() throws IOException {
    String text = "\"\\/\b\f\n\r\t\0 ä€ \uD83D\uDE00 \u2028";
    JwtScheme scheme =
        start()
            .claim("c", text)
            .claim(text, "v")
            .claim("deep", Map.of(text, List.of(text)))
            .build();

    assertThat(hs256(scheme).claims())
        .containsEntry("c", text)
        .containsEntry(text, "v")
        .containsEntry("deep", Map.of(text, List.of(text)));
  }

  @Test
  void whatAClaimReadsOfTheRequestIsRemembered() throws IOException {
    IssueContext context = context();
    start().claim("sub", c -> c.uri().getPath()).build().issue(context);
    assertThat(context.vary()).isEqualTo(Vary.NOTHING.andUri());

    IssueContext other = context();
    start().build().issue(other);
    assertThat(other.vary().isNothing()).isTrue();
  }

  @Test
  void theTokenGoesWhereItWasSaid() throws IOException {
    assertThat(start().build().issue(context()).headers()).containsOnlyKeys("Authorization");
    Credential bare = start().header("x-token").build().issue(context());
    Token.hs256(bare.headers().get("x-token"), SECRET);

    JwtScheme formatted = start().header("X-Auth", t -> "Ghost " + t).build();
    String value = formatted.issue(context()).headers().get("X-Auth");
    assertThat(value).startsWith("Ghost ey");
    Token.hs256(value.substring("Ghost ".length()), SECRET);
    assertThat(formatted.headerNames()).containsExactly("X-Auth");
  }

  @Test
  void aFormatThatMakesNoHeaderValueIsToldWithoutIt() {
    assertIssueFails(t -> t + "\n", "The value of header x-token must not have a line break");
    assertIssueFails(t -> null, "the format of header x-token returned null");
    assertIssueFails(t -> "", "The value of header x-token must not be empty");
  }

  @Test
  void refusalsAre401UnlessSaidOtherwise() {
    assertThat(start().build().isRefusal(401)).isTrue();
    assertThat(start().build().isRefusal(403)).isFalse();
    JwtScheme scheme = start().refusedWith(403, 419).build();
    assertThat(scheme.isRefusal(401)).isFalse();
    assertThat(scheme.isRefusal(403)).isTrue();
    assertThat(scheme.isRefusal(419)).isTrue();
  }

  @Test
  void aComputedClaimWithoutJsonFormNamesClaimAndType() {
    JwtScheme scheme = start().claim("when", c -> Object.class).build();

    assertThatThrownBy(() -> scheme.issue(context()))
        .isInstanceOf(CredentialException.class)
        .hasMessage("Claim when has no JSON form for java.lang.Class");
    assertThatThrownBy(
            () -> start().headerField("n", c -> new Object[] {null}).build().issue(context()))
        .isInstanceOf(CredentialException.class)
        .hasMessage("Header field n has null");
  }

  @Test
  void aComputedClaimThatHasNoEndFailsTheIssueAndNothingElse() {
    List<Object> cycle = new ArrayList<>();
    cycle.add(cycle);

    for (JwtScheme scheme :
        List.of(
            start().claim("loop", c -> cycle).build(),
            start().headerField("loop", c -> cycle).build())) {
      assertThatThrownBy(() -> scheme.issue(context()))
          .isInstanceOf(CredentialException.class)
          .hasMessageEndingWith(" loop has lists or maps nested more than 64 deep, or in a cycle");
    }
  }

  @Test
  void noPartOfATokenToBeShowsAClaim() {
    JwtMembers members = new JwtMembers("Claim", Set.of(), "");
    members.set("first", "s3cret");
    members.compute("second", (c, key) -> "s3cret");
    members.set("third", "s3cret");

    Object template = members.template();
    assertThat(template.toString()).doesNotContain("s3cret");
    assertThat(List.of(JwtMembers.class, JwtMember.class, JwtTemplate.class))
        .noneMatch(Class::isRecord);
  }

  private void assertIssueFails(UnaryOperator<String> format, String message) {
    JwtScheme scheme = start().header("x-token", format).build();
    assertThatThrownBy(() -> scheme.issue(context()))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("eyJ");
  }

  private static JwtScheme.Builder start() {
    return JwtScheme.signedWith(KEY).lifetime(Duration.ofMinutes(5));
  }

  private Token hs256(JwtScheme scheme) throws IOException {
    return Token.hs256(bearer(scheme), SECRET);
  }

  private String bearer(JwtScheme scheme) throws IOException {
    String value = scheme.issue(context()).headers().get("Authorization");
    assertThat(value).startsWith("Bearer ");
    return value.substring("Bearer ".length());
  }

  private IssueContext context() {
    return IssueContext.of("GET", ORDERS, moment);
  }
}
