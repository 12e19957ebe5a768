package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.AuthScheme;
import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.checks.SecretSweep;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that is printed, thrown or told shows a secret, not even if a server repeats it. */
class NoSecretsTest extends SecretSweep {
  private static final int ANSWERS = 7;

  private final Servers servers = new Servers();

  @AfterEach
  void close() {
    servers.close();
  }

  @Override
  protected Map<Class<?>, List<?>> instances() throws IOException {
    return Map.of(
        Dpop.class,
        requests("https://login.test/token?key=" + SECRET)
            .map(request -> Dpop.bound(SigningKey.pem("kid", PEM), request.build()))
            .toList(),
        HttpClientTransport.class,
        List.of(HttpClientTransport.Shared.TRANSPORT),
        TokenRequest.class,
        requests("https://login.test/token?key=" + SECRET)
            .map(TokenRequest.Builder::build)
            .toList(),
        TokenRequest.Builder.class,
        requests("https://login.test/token?key=" + SECRET).toList());
  }

  private static Stream<TokenRequest.Builder> requests(String url) {
    SigningKey key = SigningKey.hs256(SECRET);
    JwtScheme jwt = JwtScheme.signedWith(key).lifetime(Duration.ofMinutes(1)).build();
    return Stream.of(
        TokenRequest.clientCredentials(url).clientSecretBasic("p", SECRET),
        TokenRequest.clientCredentials(url).clientSecretPost("p", SECRET),
        TokenRequest.clientCredentials(url).privateKeyJwt("p", key),
        TokenRequest.clientCredentials(url).clientAssertion(jwt),
        TokenRequest.jwtBearer(url, jwt),
        TokenRequest.refreshToken(url, RefreshTokenStore.inMemory(SECRET)).publicClient("p"),
        TokenRequest.tokenExchange(url, () -> SECRET, "t").actorToken(() -> SECRET, "t"),
        TokenRequest.to(url)
            .authenticatedBy(AuthScheme.basic("p", SECRET))
            .field("password", SECRET)
            .requestHeader("X-Key", SECRET),
        TokenRequest.to(url).authenticatedBy(jwt).jsonBody().field("password", SECRET));
  }

  static Stream<Integer> whatAServerAnswers() {
    return IntStream.range(0, ANSWERS).boxed();
  }

  /** Everything that it was sent, and the secret itself. */
  private static Reply answer(int which, SentRequest sent) {
    String all = sent.target() + sent.body() + sent.header("Authorization") + SECRET;
    String text = all.replaceAll("[\"\\\\]", "");
    return switch (which) {
      case 0 ->
          Servers.json(
              400, "{\"error\":\"invalid_client\",\"error_description\":\"" + text + "\"}");
      case 1 -> Servers.json(401, "{\"error\":\"" + text + "\"}");
      case 2 -> Servers.json(400, "{\"error\":\"" + SECRET.substring(0, 38) + "\"}");
      case 3 -> Reply.of(200, text);
      case 4 ->
          Servers.json(200, "{\"" + text + "\":\"" + text + "\",\"expires_in\":\"" + text + "\"}");
      case 5 -> Reply.redirect(302, "https://evil.test/?" + SECRET);
      default ->
          Servers.json(
              200, "{\"access_token\":\"" + SECRET + "\",\"token_type\":\"" + text + "\"}");
    };
  }

  @ParameterizedTest
  @MethodSource("whatAServerAnswers")
  void noFailureShowsASecret(int which) {
    servers.endpoint.handle(sent -> answer(which, sent));

    requests(servers.url() + "?key=" + SECRET)
        .map(TokenRequest.Builder::build)
        .flatMap(request -> Stream.of(request, Dpop.bound(SigningKey.pem("kid", PEM), request)))
        .forEach(
            scheme -> {
              Keyring keyring = servers.keyring(scheme);
              Throwable thrown = catchThrowable(() -> servers.authorization(keyring));

              assertThat(thrown).isNotNull();
              StringWriter trace = new StringWriter();
              thrown.printStackTrace(new PrintWriter(trace));
              assertShowsNoSecret(trace.toString());
            });

    assertThat(servers.endpoint.requests()).hasSizeGreaterThanOrEqualTo(9);
    assertThat(servers.failures)
        .hasSizeGreaterThanOrEqualTo(9)
        .allSatisfy(SecretSweep::assertShowsNoSecret);
  }
}
