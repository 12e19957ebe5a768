package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims and header fields that are computed, left out, or not there at all. */
class JwtComputedTest {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final SigningKey KEY = SigningKey.hs256(SECRET);

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  @TempDir Path folder;

  @Test
  void whatIsComputedToNullIsLeftOutWhereverItStands() throws IOException {
    for (int present = 0; present < 16; present++) {
      JwtScheme.Builder builder = JwtScheme.signedWith(KEY).withoutExpiry().withoutIssuedAt();
      JwtScheme.Builder dated = JwtScheme.signedWith(KEY).lifetime(Duration.ofMinutes(5));
      List<String> names =
          IntStream.range(0, 4).filter(bit(present)).mapToObj(i -> "c" + i).toList();
      for (int i = 0; i < 4; i++) {
        String value = names.contains("c" + i) ? "v" : null;
        if (i == 2 && value != null) {
          builder.claim("c2", "v").headerField("c2", "v");
          dated.claim("c2", "v");
        } else {
          builder.claim("c" + i, c -> value).headerField("c" + i, (c, key) -> value);
          dated.claim("c" + i, (c, key) -> value);
        }
      }

      Token token = token(builder);

      assertThat(token.claims().keySet()).containsExactlyElementsOf(names);
      assertThat(token.header()).hasSize(names.size() + 2).containsKeys("alg", "typ");
      assertThat(token.header().keySet()).containsAll(names);
      assertThat(token(dated).claims()).hasSize(names.size() + 2).containsKeys("iat", "exp");
    }
  }

  /** The claims are written, moved and encoded in one array, which may have to grow. */
  @Test
  void aClaimOfAnyLengthIsSigned() throws IOException {
    String[] value = {""};
    JwtScheme scheme = start().subject("me").claim("c", c -> value[0]).build();
    for (String unit : List.of("a", "é", "\u20AC", "\"", "\uD83D\uDE00")) {
      for (int count = 0; count < 100; count++) {
        value[0] = unit.repeat(count < 90 ? count : 77 * count);

        Token token = Token.hs256(scheme.token(context()), SECRET);

        assertThat(token.claims()).containsEntry("c", value[0]).containsEntry("sub", "me");
      }
    }
  }

  @Test
  void theDatesOfOneSchemeFollowTheClock() throws IOException {
    JwtScheme scheme = JwtScheme.signedWith(KEY).lifetime(Duration.ofMinutes(5)).build();
    long start = moment.instant().getEpochSecond();
    for (int seconds : new int[] {0, 0, 1, 2, -1_000_000, 0, Integer.MAX_VALUE, -1}) {
      moment.set(Instant.ofEpochSecond(start + seconds));

      Map<String, Object> claims = Token.hs256(scheme.token(context()), SECRET).claims();

      assertThat(claims).isEqualTo(Map.of("iat", start + seconds, "exp", start + seconds + 5 * 60));
    }
  }

  private static IntPredicate bit(int set) {
    return i -> (set >> i & 1) == 1;
  }

  @Test
  void theTypeCanBeLeftOut() throws IOException {
    assertThat(token(start().withoutType()).header()).isEqualTo(Map.of("alg", "HS256"));
    JwtScheme.Builder named =
        JwtScheme.signedWith(KEY.withKeyId("kid")).withoutExpiry().withoutType();
    assertThat(token(named).header()).isEqualTo(Map.of("alg", "HS256", "kid", "kid"));
    assertThat(token(start().withoutType().headerField("cty", "x")).header())
        .isEqualTo(Map.of("alg", "HS256", "cty", "x"));
    assertThat(token(start().headerField("typ", c -> null)).header())
        .isEqualTo(Map.of("alg", "HS256"));
  }

  /** Each form compiles without a cast. */
  @Test
  void aValueMayBeALambdaAMethodOrAFunctionThatThrowsOrNot() throws IOException {
    Path file = Files.writeString(folder.resolve("claim"), "from a file");
    Function<IssueContext, String> variable = IssueContext::method;
    Function<IssueContext, ?> wildcard = variable;
    Function<Object, Integer> wide = context -> 7;
    ContextFunction own = context -> Files.readString(file);
    JwtScheme.Builder builder =
        start()
            .claim("lambda", context -> context.uri().getPath())
            .claim("typed", (IssueContext context) -> context.method())
            .claim("reads", context -> Files.readString(file))
            .claim(
                "block",
                context -> {
                  return Files.readString(file);
                })
            .claim("reference", IssueContext::uri)
            .claim("throwing", this::read)
            .claim("variable", variable)
            .claim("wildcard", wildcard)
            .claim("wide", (Function<IssueContext, ?>) wide::apply)
            .claim("own", own)
            .claim("key", (context, key) -> key.algorithm().joseName())
            .claim("constant", "text")
            .headerField("lambda", context -> Files.readString(file))
            .headerField("variable", variable)
            .headerField("reference", this::read);

    Token token = token(builder);

    assertThat(token.claims())
        .containsEntry("lambda", "/a")
        .containsEntry("typed", "GET")
        .containsEntry("reads", "from a file")
        .containsEntry("block", "from a file")
        .containsEntry("reference", "https://a.test/a")
        .containsEntry("throwing", "GET")
        .containsEntry("variable", "GET")
        .containsEntry("wildcard", "GET")
        .containsEntry("wide", 7L)
        .containsEntry("own", "from a file")
        .containsEntry("key", "HS256")
        .containsEntry("constant", "text");
    assertThat(token.header())
        .containsEntry("lambda", "from a file")
        .containsEntry("variable", "GET")
        .containsEntry("reference", "GET");
    assertThat(own.apply(context())).isEqualTo("from a file");
  }

  private String read(IssueContext context) throws IOException {
    return context.method();
  }

  @Test
  void anIoExceptionFailsTheIssueByTheNameOfTheClaim() {
    ContextFunction fails =
        context -> {
          throw new IOException("s3cret");
        };

    assertThatThrownBy(() -> token(start().claim("nonce", fails)))
        .isInstanceOf(CredentialException.class)
        .hasMessage("Claim nonce could not be computed: java.io.IOException; see its cause");
    assertThatThrownBy(() -> token(start().headerField("nonce", fails)))
        .hasMessage("Header field nonce could not be computed: java.io.IOException; see its cause");
    assertThatThrownBy(() -> fails.apply(context())).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aTokenByItselfIsThatOfTheCredential() throws IOException {
    UnaryOperator<String> format = token -> "Format " + token;
    for (JwtScheme scheme :
        List.of(
            start().build(),
            start().header("x").build(),
            start().header("x", format).build(),
            start().perRequest().build())) {
      String token = scheme.token(context());
      String sent = scheme.issue(context()).headers().values().iterator().next();

      assertThat(sent).endsWith(token);
      assertThat(token).startsWith("eyJ");
      Token.hs256(token, SECRET);
    }
  }

  @Test
  void aTokenByItselfFollowsTheKeyAndRemembersWhatItRead() throws IOException {
    SigningKey[] current = {KEY};
    Supplier<SigningKey> keys = () -> current[0];
    JwtScheme scheme =
        JwtScheme.signedWith(keys).claim("sub", c -> c.method()).withoutExpiry().build();
    IssueContext context = context();
    Token.hs256(scheme.token(context), SECRET);
    assertThat(context.vary()).isEqualTo(Vary.NOTHING.andMethod());

    current[0] = SigningKey.hs256("another");
    Token.hs256(scheme.token(context), "another");
    current[0] = null;
    assertThatThrownBy(() -> scheme.token(context))
        .isInstanceOf(CredentialException.class)
        .hasMessage("The supplier of the signing key must not return null");
  }

  private static JwtScheme.Builder start() {
    return JwtScheme.signedWith(KEY).withoutExpiry();
  }

  private Token token(JwtScheme.Builder builder) throws IOException {
    return Token.hs256(builder.build().token(context()), SECRET);
  }

  private IssueContext context() {
    return IssueContext.of("GET", URI.create("https://a.test/a"), moment);
  }
}
