package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.latchkey.AuthScheme;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestBuilderTest {
  private static final String URL = "https://login.test/token?key=s3cret";

  private static TokenRequest.Builder builder() {
    return TokenRequest.to(URL);
  }

  static Stream<Arguments> whatIsRefused() throws NoSuchAlgorithmException {
    SSLContext tls = SSLContext.getDefault();
    TokenRequest.Builder built = builder();
    TokenRequest request = built.build();
    assertThat(request).isNotNull();
    return Stream.of(
        refused(
            () -> TokenRequest.to("http://login.test/"),
            "The token endpoint at login.test gets secrets and gives tokens; use an https URL"
                + " without user info and fragment"),
        refused(
            () -> TokenRequest.to("http://127.evil.test/"),
            "The token endpoint at 127.evil.test gets secrets and gives tokens; use an https"
                + " URL without user info and fragment"),
        refused(
            () -> TokenRequest.to("https://me:s3cret@log_in.test/"),
            "The token endpoint at log_in.test gets secrets and gives tokens; use an https URL"
                + " without user info and fragment"),
        refused(
            () -> TokenRequest.to("https://me:s3cret@login.test/"),
            "The token endpoint at login.test gets secrets and gives tokens; use an https URL"
                + " without user info and fragment"),
        refused(
            () -> TokenRequest.to("https://login.test/#s3cret"),
            "The token endpoint at login.test gets secrets and gives tokens; use an https URL"
                + " without user info and fragment"),
        refused(
            () -> TokenRequest.to("wss://login.test/"),
            "The token endpoint at login.test gets secrets and gives tokens; use an https URL"
                + " without user info and fragment"),
        refused(
            () -> TokenRequest.to("ws://localhost/"),
            "The token endpoint at localhost gets secrets and gives tokens; use an https URL"
                + " without user info and fragment"),
        refused(() -> builder().scope(), "scope must not be empty"),
        refused(() -> builder().scope(""), "scope must not be empty"),
        refused(
            () -> TokenRequest.clientCredentials(URL).field("grant_type", "password"),
            "field grant_type must be set only once, but was set twice"),
        refused(
            () -> builder().scope("a").scope("b"),
            "field scope must be set only once, but" + " was set twice"),
        refused(
            () -> builder().scope("a").field("scope", "s3cret"),
            "field scope must be set only once, but was set twice"),
        refused(
            () -> builder().requestHeader("a", "s3cret").requestHeader("A", "s3cret"),
            "requestHeader a must be set only once, but was set twice"),
        refused(
            () -> builder().timeout(Duration.ZERO),
            "timeout must be at least one second, and at most PT1H, but was PT0S"),
        refused(
            () -> builder().lifetime(Duration.ofMillis(1)),
            "lifetime must be at least one second, and at most PT87672H, but was PT0.001S"),
        refused(() -> builder().publicClient(""), "clientId must not be empty"),
        refused(
            () -> builder().publicClient("a").clientSecretPost("a", "s3cret"),
            "client authentication must be set only once, but was set twice"),
        refused(
            () -> builder().publicClient("a").authenticatedBy(AuthScheme.basic("a", "s3cret")),
            "client authentication must be set only once, but was set twice"),
        refused(
            () -> builder().jsonBody().field("f", Map.of("s3cret", 1)),
            "field f must be text, a number, a boolean, or a list of such"),
        refused(
            () -> builder().field("f", List.of(List.of("s3cret"))),
            "field f must be text, a number, a boolean, or a list of such"),
        refused(
            () -> builder().field("f", Arrays.asList("s3cret", null)),
            "field f must be text, a number, a boolean, or a list of such"),
        refused(
            () -> builder().field("f", new Object()),
            "field f must be text, a number, a boolean, or a list of such"),
        refused(
            () -> builder().mutualTls("a", tls).transport(r -> null),
            "transport must be set only once, but was set twice"),
        refused(
            () -> builder().clientSecretBasic("a", "s3cret").requestHeader("authorization", "b"),
            "requestHeader authorization must be set only once, but was set twice"),
        refused(
            () -> builder().field("client_secret", "s3cret").clientSecretPost("a", "s3cret"),
            "field client_secret must be set only once, but was set twice"),
        refused(
            () -> builder().field("client_id", "you").publicClient("me"),
            "field client_id must be set only once, but was set twice"),
        refused(
            () ->
                TokenRequest.refreshToken(URL, RefreshTokenStore.inMemory("s3cret"))
                    .field("refresh_token", "s3cret"),
            "field refresh_token must be set only once, but was set twice"),
        refused(() -> built.jsonBody(), "build() was called; set jsonBody on another builder"));
  }

  private static Arguments refused(ThrowingCallable wrong, String message) {
    return arguments(wrong, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void whatIsRefused(ThrowingCallable wrong, String message) {
    assertThat(catchThrowable(wrong))
        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://a.test", "http://localhost:1/", "http://127.0.0.1/", "http://[::1]:8/t"})
  void anEndpointIsOfHttpsOrThisMachine(String endpoint) {
    assertThatCode(() -> TokenRequest.to(endpoint).build()).doesNotThrowAnyException();
  }

  @Test
  void aRequestShowsTheEndpointsOriginOnly() {
    assertThat(builder().build()).hasToString("TokenRequest[https://login.test]");
  }
}
