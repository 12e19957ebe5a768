package dev.latchkey.oauth2;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.latchkey.testing.TestKeys;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Principal;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;

/** Spring Authorization Server on loopback: the filters of its token endpoint, in a Tomcat. */
final class AuthorizationServer implements AutoCloseable {
  /** Refresh tokens of users that have logged in. */
  static final List<String> REFRESH_TOKENS = List.of("first", "second");

  private final Tomcat tomcat = new Tomcat();
  private final InMemoryOAuth2AuthorizationService tokens =
      new InMemoryOAuth2AuthorizationService();
  private final String issuer;

  AuthorizationServer(Path folder) throws LifecycleException {
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.setHostname("127.0.0.1");
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", folder.toString());
    tomcat.start();
    issuer = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
    Tomcat.addServlet(context, "server", new TokenServlet()).addMapping("/*");
  }

  String tokenEndpoint() {
    return issuer + "/oauth2/token";
  }

  /** The secret of a client, with the characters that have to be encoded. */
  static String secret(String clientId) {
    return clientId + ":c+r%t";
  }

  /** Whether it gave an access token that is in force. */
  boolean knows(String accessToken) {
    OAuth2Authorization found = tokens.findByToken(accessToken, OAuth2TokenType.ACCESS_TOKEN);
    return found != null && found.getAccessToken().isActive();
  }

  /** Returns the thumbprint of the key that an access token is bound to. */
  Object thumbprintOf(String accessToken) {
    OAuth2Authorization found = tokens.findByToken(accessToken, OAuth2TokenType.ACCESS_TOKEN);
    return ((Map<?, ?>) found.getAccessToken().getClaims().get("cnf")).get("jkt");
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  private RegisteredClient client(String id, ClientAuthenticationMethod method) {
    return RegisteredClient.withId(id)
        .clientId(id)
        .clientSecret("{noop}" + secret(id))
        .clientAuthenticationMethod(method)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
        .scope("read")
        .clientSettings(
            ClientSettings.builder()
                .jwkSetUrl(issuer + "/jwks")
                .tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.RS256)
                .build())
        .tokenSettings(
            TokenSettings.builder()
                .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                .accessTokenTimeToLive(Duration.ofMinutes(5))
                .reuseRefreshTokens(false)
                .build())
        .build();
  }

  private final class TokenServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient OAuth2ClientAuthenticationFilter authentication;
    private final transient OAuth2TokenEndpointFilter endpoint;

    TokenServlet() {
      RegisteredClient basic = client("basic", ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
      InMemoryRegisteredClientRepository clients =
          new InMemoryRegisteredClientRepository(
              basic,
              client("post", ClientAuthenticationMethod.CLIENT_SECRET_POST),
              client("jwt", ClientAuthenticationMethod.PRIVATE_KEY_JWT),
              RegisteredClient.withId("other")
                  .clientId("other")
                  .clientSecret("{noop}" + secret("other"))
                  .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                  .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                  .build());
      OAuth2AccessTokenGenerator accessTokens = new OAuth2AccessTokenGenerator();
      accessTokens.setAccessTokenCustomizer(TokenServlet::bind);
      DelegatingOAuth2TokenGenerator generator =
          new DelegatingOAuth2TokenGenerator(accessTokens, new OAuth2RefreshTokenGenerator());
      ProviderManager providers =
          new ProviderManager(
              new ClientSecretAuthenticationProvider(clients, tokens),
              new JwtClientAssertionAuthenticationProvider(clients, tokens),
              new OAuth2ClientCredentialsAuthenticationProvider(tokens, generator),
              new OAuth2RefreshTokenAuthenticationProvider(tokens, generator),
              new OAuth2TokenExchangeAuthenticationProvider(tokens, generator));
      authentication = new OAuth2ClientAuthenticationFilter(providers, request -> true);
      endpoint = new OAuth2TokenEndpointFilter(providers, "/oauth2/token");
      REFRESH_TOKENS.forEach(token -> tokens.save(loggedIn(basic, token)));
    }

    /**
     * Binds a token to the key of a proof that was verified, as Spring's own configuration does.
     */
    private static void bind(OAuth2TokenClaimsContext context) {
      Jwt proof = context.get(OAuth2TokenContext.DPOP_PROOF_KEY);
      if (proof != null) {
        try {
          @SuppressWarnings("unchecked")
          Map<String, Object> key = (Map<String, Object>) proof.getHeaders().get("jwk");
          String thumbprint = JWK.parse(key).computeThumbprint().toString();
          context.getClaims().claim("cnf", Map.of("jkt", thumbprint));
        } catch (ParseException | JOSEException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    private static OAuth2Authorization loggedIn(RegisteredClient client, String token) {
      Instant now = Instant.now();
      return OAuth2Authorization.withRegisteredClient(client)
          .principalName("user")
          .attribute(
              Principal.class.getName(),
              new UsernamePasswordAuthenticationToken("user", null, List.of()))
          .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
          .authorizedScopes(Set.of("read"))
          .refreshToken(new OAuth2RefreshToken(token, now, now.plusSeconds(3_600)))
          .build();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      if (request.getRequestURI().equals("/jwks")) {
        RSAKey key =
            new RSAKey.Builder((RSAPublicKey) TestKeys.rsa().getPublic()).keyID("k1").build();
        response.setContentType("application/json");
        response.getWriter().write(new JWKSet(key).toString());
        return;
      }
      AuthorizationServerContextHolder.setContext(new ServerContext());
      try {
        authentication.doFilter(
            request, response, (in, out) -> endpoint.doFilter(in, out, (none, nothing) -> {}));
      } finally {
        AuthorizationServerContextHolder.resetContext();
        SecurityContextHolder.clearContext();
      }
    }
  }

  private final class ServerContext implements AuthorizationServerContext {
    @Override
    public String getIssuer() {
      return issuer;
    }

    @Override
    public AuthorizationServerSettings getAuthorizationServerSettings() {
      return AuthorizationServerSettings.builder().issuer(issuer).build();
    }
  }
}
