package dev.latchkey.oauth2;

import static dev.latchkey.oauth2.Servers.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientAuthenticationTest {
  private static final SigningKey KEY = SigningKey.rs256("k1", TestKeys.rsa().getPrivate());

  private final Servers servers = new Servers();

  @AfterEach
  void close() {
    servers.close();
  }

  private TokenRequest.Builder request() {
    return TokenRequest.clientCredentials(servers.url());
  }

  private SentRequest sent() {
    return servers.endpoint.requests().get(servers.endpoint.requests().size() - 1);
  }

  private static JWTClaimsSet verified(String token, KeyPair key) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) key.getPublic()))).isTrue();
    return jwt.getJWTClaimsSet();
  }

  @Test
  void aSecretInTheBodyIsFormEncoded() throws Exception {
    servers.authorization(request().clientSecretPost("i d", "a+b&c=d"));

    assertThat(sent().body()).contains("client_id=i+d&client_secret=a%2Bb%26c%3Dd");
    assertThat(sent().has("Authorization")).isFalse();
  }

  @Test
  void aPublicClientTellsItsIdOnly() throws Exception {
    servers.authorization(request().publicClient("me"));

    assertThat(form(sent())).containsOnlyKeys("grant_type", "client_id");
  }

  @Test
  void anAssertionIsSignedForEachRequest() throws Exception {
    Keyring keyring = servers.keyring(request().privateKeyJwt("me", KEY).build());
    Set<String> ids = new HashSet<>();

    for (int i = 1; i <= 2; i++) {
      servers.authorization(keyring);
      keyring.forget(servers.api.origin());

      assertThat(form(sent()))
          .containsEntry("client_id", "me")
          .containsEntry(
              "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      JWTClaimsSet claims = verified(form(sent()).get("client_assertion"), TestKeys.rsa());
      assertThat(claims.getIssuer()).isEqualTo("me");
      assertThat(claims.getSubject()).isEqualTo("me");
      assertThat(claims.getAudience()).containsExactly(servers.url());
      assertThat(claims.getIssueTime()).isEqualTo(Date.from(servers.clock.instant()));
      assertThat(claims.getExpirationTime())
          .isEqualTo(Date.from(servers.clock.instant().plusSeconds(60)));
      ids.add(claims.getJWTID());
    }

    assertThat(ids).hasSize(2).doesNotContainNull();
  }

  @Test
  void aRotatedKeyEndsTheWaitAfterARefusal() throws Exception {
    AtomicReference<SigningKey> key = new AtomicReference<>(KEY);
    Keyring keyring = servers.keyring(request().privateKeyJwt("me", key::get).build());
    servers.endpoint.reply(Servers.error(401, "invalid_client"), Servers.token(2));
    assertThat(catchThrowable(() -> servers.authorization(keyring)))
        .hasMessageContaining("invalid_client");

    key.set(SigningKey.rs256("k2", TestKeys.otherRsa().getPrivate()));

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t2");
    verified(form(sent()).get("client_assertion"), TestKeys.otherRsa());
  }

  @Test
  void anAssertionMayBeAnyToken() throws Exception {
    JwtScheme assertion =
        JwtScheme.signedWith(KEY)
            .claim("box_sub_type", "enterprise")
            .audience("https://idp")
            .lifetime(Duration.ofSeconds(45))
            .build();

    servers.authorization(request().clientAssertion(assertion));

    JWTClaimsSet claims = verified(form(sent()).get("client_assertion"), TestKeys.rsa());
    assertThat(claims.getAudience()).containsExactly("https://idp");
    assertThat(claims.getClaim("box_sub_type")).isEqualTo("enterprise");
  }

  @Test
  void theRequestMayBeAuthenticatedByAnyScheme() throws Exception {
    AuthScheme signed =
        context ->
            Credential.of(
                    "X-Signature",
                    String.join(
                        "|",
                        context.method(),
                        context.uri().toString(),
                        context.header("Content-Type").orElse(""),
                        new String(context.body(), StandardCharsets.UTF_8),
                        context.now().toString()))
                .andQuery("key", "k&1");

    servers.authorization(request().authenticatedBy(signed));

    assertThat(sent().header("X-Signature"))
        .isEqualTo(
            "POST|"
                + servers.url()
                + "|application/x-www-form-urlencoded|grant_type=client_credentials|"
                + servers.clock.instant());
    assertThat(sent().target()).isEqualTo("/token?key=k%261");
  }

  @Test
  void aSchemeThatSignsAllHeadersIsToldThoseThatAreSent() throws Exception {
    Map<String, List<String>> told = new TreeMap<>();
    AuthScheme signing =
        context -> {
          told.putAll(context.headers());
          return Credential.of("X-Signature", "signed").singleUse();
        };

    servers.authorization(request().authenticatedBy(signing).requestHeader("X-Tenant", "acme"));

    assertThat(told)
        .containsOnlyKeys("accept", "content-length", "content-type", "host", "x-tenant");
    told.forEach((name, values) -> assertThat(values).containsExactly(sent().header(name)));
  }

  @Test
  void aTokenOfAnAppIsExchangedForOneOfAnInstallation() throws Exception {
    JwtScheme app = JwtScheme.signedWith(KEY).issuer("42").lifetime(Duration.ofMinutes(9)).build();
    servers.endpoint.reply(
        Servers.json(201, "{\"token\":\"ghs_1\",\"expires_at\":\"2026-03-01T13:00:00Z\"}"));

    assertThat(
            servers.authorization(
                TokenRequest.to(servers.url())
                    .authenticatedBy(app)
                    .tokenField("token")
                    .expiresAtField("expires_at")))
        .isEqualTo("Bearer ghs_1");
    verified(sent().header("Authorization").substring(7), TestKeys.rsa());
  }

  @Test
  void anAssertionIsAGrant() throws Exception {
    JwtScheme assertion =
        JwtScheme.signedWith(KEY).issuer("me").lifetime(Duration.ofMinutes(9)).build();

    servers.authorization(TokenRequest.jwtBearer(servers.url(), assertion).scope("a"));

    assertThat(form(sent()))
        .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
        .containsEntry("scope", "a");
    assertThat(verified(form(sent()).get("assertion"), TestKeys.rsa()).getIssuer()).isEqualTo("me");
  }

  @Test
  void aTokenOfAFileIsExchanged() throws Exception {
    servers.authorization(
        TokenRequest.tokenExchange(servers.url(), () -> "sub", "urn:type:jwt")
            .actorToken(() -> "act", "urn:type:act")
            .field("audience", "api"));

    assertThat(form(sent()))
        .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
        .containsEntry("subject_token", "sub")
        .containsEntry("subject_token_type", "urn:type:jwt")
        .containsEntry("actor_token", "act")
        .containsEntry("actor_token_type", "urn:type:act");
  }

  @Test
  void aTokenOfAnotherSchemeIsHeldForItself() throws Exception {
    TokenRequest subject = request().publicClient("me").build();
    Keyring keyring =
        servers.keyring(TokenRequest.tokenExchange(servers.url(), subject, "urn:t").build());
    servers.endpoint.handle(
        request ->
            form(request).containsKey("subject_token")
                ? Servers.token(servers.endpoint.requests().size())
                : Servers.json(200, "{\"access_token\":\"subject\",\"expires_in\":3600}"));

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t2");
    servers.api.reply(Reply.of(401, ""));
    Adapter.JDK.client(keyring).get(servers.api.uri("/"));

    assertThat(
            servers.endpoint.requests().stream()
                .map(Servers::form)
                .map(f -> f.get("subject_token"))
                .toList())
        .isEqualTo(Arrays.asList(null, "subject", "subject"));
  }

  @Test
  void aTokenThatIsNotThereIsToldByTheNameOfItsField() {
    assertThat(
            catchThrowable(
                () ->
                    servers.authorization(
                        TokenRequest.tokenExchange(servers.url(), () -> null, "urn:t"))))
        .hasMessageContaining("The field subject_token of the token request is null");
    assertThat(servers.endpoint.requests()).isEqualTo(List.of());
  }

  @Test
  void nothingIsSetTwice() {
    assertThat(
            catchThrowable(
                () ->
                    servers.authorization(
                        request()
                            .authenticatedBy(AuthScheme.basic("me", "secret"))
                            .requestHeader("authorization", "you"))))
        .hasMessageContaining(
            "The token request's header Authorization must be set only"
                + " once, but was set twice");
    assertThat(servers.endpoint.requests()).isEqualTo(List.of());
  }
}
