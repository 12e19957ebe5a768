package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.signer.BearerHttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.TokenIdentity;

/**
 * The credential that is cached already, by each library's public way to ask for it; all give the
 * same token. {@code floor} is a volatile field and one look at {@code System.nanoTime}. Run it
 * with {@code -t 2} for two threads: they share the contender.
 *
 * <p>As an adapter asks for them: {@code latchkey-constant} is an API key, {@code latchkey-lambda}
 * a lambda, and {@code latchkey-single} one that is called for each request, on its thread.
 */
public class CachedCredentialBenchmark extends ContenderBenchmark {
  private volatile String held = "";

  @Override
  Work work() throws Exception {
    String token = "t".repeat(144);
    Work credential = credential(token);
    for (int turn = 0; turn < 2 * Caches.TURNS; turn++) {
      EqualWork.check(value(credential.run(turn)).equals("Bearer " + token), "token");
    }
    return credential;
  }

  private static String value(Object given) {
    if (given instanceof Map<?, ?> headers) {
      Object value = headers.values().iterator().next();
      return value instanceof List<?> values ? String.valueOf(values.get(0)) : "" + value;
    }
    return given instanceof SdkHttpRequest request
        ? request.firstMatchingHeader("Authorization").orElseThrow()
        : given.toString();
  }

  private Work credential(String token) {
    String value = "Bearer " + token;
    AuthScheme hour = Caches.constant(value);
    AuthScheme lambda = context -> Credential.of("Authorization", value);
    return switch (contender) {
      case "floor" -> {
        held = value;
        long end = System.nanoTime() + Duration.ofHours(1).toNanos();
        yield turn -> {
          if (System.nanoTime() - end >= 0) {
            held = "expired";
          }
          return held;
        };
      }
      case "latchkey-1" -> Caches.latchkey(hour, 1, false);
      case "latchkey-4" -> Caches.latchkey(hour, 4, false);
      case "latchkey-100" -> Caches.latchkey(hour, 100, false);
      case "latchkey-call-1" -> Caches.latchkey(hour, 1, true);
      case "latchkey-call-100" -> Caches.latchkey(hour, 100, true);
      case "latchkey-constant" ->
          Caches.latchkey(AuthScheme.header("Authorization", value), 1, true);
      case "latchkey-lambda" -> Caches.latchkey(lambda, 1, true);
      case "latchkey-single" ->
          Caches.latchkey(AuthScheme.computed(c -> lambda.issue(c).singleUse()), 1, true);
      case "spring" -> spring(token);
      case "aws-bearer" -> awsBearer(token);
      case "google", "azure-sync" -> Caches.of(contender, () -> token, Caches.Terms.HOUR);
      default -> Caches.of(contender, () -> value, Caches.Terms.HOUR);
    };
  }

  private static Work awsBearer(String token) {
    BearerHttpSigner signer = BearerHttpSigner.create();
    SdkHttpRequest request =
        SdkHttpRequest.builder().uri(Caches.requests(1)[0]).method(SdkHttpMethod.GET).build();
    TokenIdentity identity = TokenIdentity.create(token);
    return turn -> signer.sign(SignRequest.builder(identity).request(request).build()).request();
  }

  private static Work spring(String token) {
    ClientRegistration registration =
        ClientRegistration.withRegistrationId("api")
            .clientId("client")
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .tokenUri("https://login.example.com/token")
            .build();
    var registrations = new InMemoryClientRegistrationRepository(registration);
    var clients = new InMemoryOAuth2AuthorizedClientService(registrations);
    var principal = UsernamePasswordAuthenticationToken.unauthenticated("principal", "none");
    Instant now = Instant.now();
    var accessToken =
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER, token, now, now.plus(Caches.Terms.HOUR.life()));
    clients.saveAuthorizedClient(
        new OAuth2AuthorizedClient(registration, principal.getName(), accessToken), principal);
    var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, clients);
    return turn -> {
      OAuth2AuthorizedClient client =
          manager.authorize(
              OAuth2AuthorizeRequest.withClientRegistrationId("api").principal(principal).build());
      return client == null ? "absent" : "Bearer " + client.getAccessToken().getTokenValue();
    };
  }
}
