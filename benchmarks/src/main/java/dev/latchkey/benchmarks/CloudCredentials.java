package dev.latchkey.benchmarks;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.util.Context;
import com.google.auth.oauth2.JwtClaims;
import com.google.auth.oauth2.JwtCredentials;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.auth.oauth2.ServiceAccountJwtAccessCredentials;
import java.net.URI;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.signer.BearerHttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.TokenIdentity;

/** The libraries of the clouds, and Spring Security, each with its token at hand; no network. */
final class CloudCredentials {
  private static final URI REQUEST = URI.create("https://api.example.com/v1/orders/123456789");
  private static final Duration HOUR = Duration.ofHours(1);

  private CloudCredentials() {}

  static CachedCredential google(String token) {
    @SuppressWarnings("JavaUtilDate") // it takes nothing else
    Date end = Date.from(Instant.now().plus(HOUR));
    OAuth2Credentials credentials =
        OAuth2Credentials.create(new com.google.auth.oauth2.AccessToken(token, end));
    return turn -> credentials.getRequestMetadata(REQUEST);
  }

  /** Signs a token of its own and keeps it. */
  static CachedCredential googleJwt(PrivateKey key) {
    JwtClaims claims =
        JwtClaims.newBuilder()
            .setIssuer("issuer")
            .setSubject("subject")
            .setAudience("https://api.example.com")
            .build();
    JwtCredentials credentials =
        JwtCredentials.newBuilder()
            .setPrivateKey(key)
            .setPrivateKeyId("key-1")
            .setJwtClaims(claims)
            .build();
    return turn -> credentials.getRequestMetadata(REQUEST);
  }

  /** Signs a token for each audience and keeps it. */
  static CachedCredential googleServiceAccount(PrivateKey key) {
    ServiceAccountJwtAccessCredentials credentials =
        ServiceAccountJwtAccessCredentials.newBuilder()
            .setClientId("client")
            .setClientEmail("client@example.com")
            .setPrivateKey(key)
            .setPrivateKeyId("key-1")
            .build();
    return turn -> credentials.getRequestMetadata(REQUEST);
  }

  static CachedCredential awsBearer(String token) {
    BearerHttpSigner signer = BearerHttpSigner.create();
    SdkHttpRequest request = awsRequest();
    TokenIdentity identity = TokenIdentity.create(token);
    return turn -> signer.sign(SignRequest.builder(identity).request(request).build()).request();
  }

  /** Signs the request itself each time; only its key is kept. */
  static CachedCredential awsV4() {
    AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    SdkHttpRequest request = awsRequest();
    AwsCredentialsIdentity identity = AwsCredentialsIdentity.create("access", Keys.secret());
    return turn ->
        signer
            .sign(
                SignRequest.builder(identity)
                    .request(request)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "service")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                    .build())
            .request();
  }

  private static SdkHttpRequest awsRequest() {
    return SdkHttpRequest.builder().uri(REQUEST).method(SdkHttpMethod.GET).build();
  }

  static CachedCredential azureCache(String token) {
    AccessTokenCache cache = new AccessTokenCache(azureCredential(token));
    TokenRequestContext context = new TokenRequestContext().addScopes("scope");
    return turn -> "Bearer " + cache.getTokenSync(context, false).getToken();
  }

  /** Through a pipeline that has no other policy and does not send. */
  static CachedCredential azurePipeline(String token) {
    HttpPipeline pipeline =
        new HttpPipelineBuilder()
            .policies(new BearerTokenAuthenticationPolicy(azureCredential(token), "scope"))
            .httpClient(new UnsentAzureClient())
            .build();
    String url = REQUEST.toString();
    return turn -> {
      HttpRequest request = new HttpRequest(HttpMethod.GET, url);
      pipeline.sendSync(request, Context.NONE).close();
      return request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION);
    };
  }

  private static TokenCredential azureCredential(String token) {
    OffsetDateTime end = OffsetDateTime.now(ZoneOffset.UTC).plus(HOUR);
    return context -> Mono.just(new AccessToken(token, end));
  }

  static CachedCredential spring(String token) {
    ClientRegistration registration =
        ClientRegistration.withRegistrationId("api")
            .clientId("client")
            .clientSecret(Keys.secret())
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .tokenUri("https://login.example.com/token")
            .build();
    var registrations = new InMemoryClientRegistrationRepository(registration);
    var clients = new InMemoryOAuth2AuthorizedClientService(registrations);
    var principal = UsernamePasswordAuthenticationToken.unauthenticated("principal", "none");
    Instant now = Instant.now();
    var accessToken =
        new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, token, now, now.plus(HOUR));
    clients.saveAuthorizedClient(
        new OAuth2AuthorizedClient(registration, principal.getName(), accessToken), principal);
    var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, clients);
    manager.setAuthorizedClientProvider(
        OAuth2AuthorizedClientProviderBuilder.builder().clientCredentials().build());
    return turn -> {
      OAuth2AuthorizeRequest request =
          OAuth2AuthorizeRequest.withClientRegistrationId("api").principal(principal).build();
      OAuth2AuthorizedClient client = manager.authorize(request);
      return client == null ? "absent" : "Bearer " + client.getAccessToken().getTokenValue();
    };
  }
}
