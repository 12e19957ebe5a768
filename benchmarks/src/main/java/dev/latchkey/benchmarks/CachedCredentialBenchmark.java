package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
 * <p>{@code latchkey-constant} is an API key, and {@code latchkey-lambda} a scheme that is called
 * for each request, both as an adapter asks for them.
 */
public class CachedCredentialBenchmark extends ContenderBenchmark {
  /** A power of two, so that taking turns costs nothing. */
  private static final int TURNS = 128;

  @Override
  Work work() throws Exception {
    String token = "t".repeat(144);
    Work credential = credential(token);
    for (int turn = 0; turn < 2 * TURNS; turn++) {
      EqualWork.checkEqual("token", "Bearer " + token, value(credential.run(turn)));
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
    AuthScheme hour = Caches.scheme(() -> value, Caches.Terms.HOUR);
    return switch (contender) {
      case "floor" -> new Floor(value);
      case "latchkey-1", "latchkey-4", "latchkey-100" -> {
        int origins = Integer.parseInt(contender.substring("latchkey-".length()));
        Keyring keyring = keyring(hour, origins);
        URI[] requests = requests(origins);
        yield turn -> keyring.headersFor("GET", requests[turn & TURNS - 1]);
      }
      case "latchkey-call-1" -> call(hour, 1);
      case "latchkey-call-100" -> call(hour, 100);
      case "latchkey-constant" -> call(AuthScheme.header("Authorization", value), 1);
      case "latchkey-lambda" -> call(context -> Credential.of("Authorization", value), 1);
      case "spring" -> spring(token);
      case "aws-bearer" -> awsBearer(token);
      case "google", "azure-sync" -> Caches.of(contender, () -> token, Caches.Terms.HOUR);
      default -> Caches.of(contender, () -> value, Caches.Terms.HOUR);
    };
  }

  private static Work call(AuthScheme scheme, int origins) {
    Keyring keyring = keyring(scheme, origins);
    URI[] requests = requests(origins);
    return turn -> Caches.call(keyring, requests[turn & TURNS - 1]);
  }

  private static Keyring keyring(AuthScheme scheme, int origins) {
    Keyring.Builder builder = Keyring.builder();
    IntStream.range(0, origins).forEach(i -> builder.add(origin(i), scheme));
    return builder.build();
  }

  private static URI[] requests(int origins) {
    return IntStream.range(0, TURNS)
        .mapToObj(i -> URI.create(origin(i % origins) + "/v1/orders/123456789"))
        .toArray(URI[]::new);
  }

  private static String origin(int i) {
    return "https://api" + i + ".example.com";
  }

  private static Work awsBearer(String token) {
    BearerHttpSigner signer = BearerHttpSigner.create();
    SdkHttpRequest request =
        SdkHttpRequest.builder().uri(requests(1)[0]).method(SdkHttpMethod.GET).build();
    TokenIdentity identity = TokenIdentity.create(token);
    return turn -> signer.sign(SignRequest.builder(identity).request(request).build()).request();
  }

  private static Work spring(String token) {
    ClientRegistration registration =
        ClientRegistration.withRegistrationId("api")
            .clientId("client")
            .clientSecret(JdkSigners.secret())
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
    manager.setAuthorizedClientProvider(
        OAuth2AuthorizedClientProviderBuilder.builder().clientCredentials().build());
    return turn -> {
      OAuth2AuthorizedClient client =
          manager.authorize(
              OAuth2AuthorizeRequest.withClientRegistrationId("api").principal(principal).build());
      return client == null ? "absent" : "Bearer " + client.getAccessToken().getTokenValue();
    };
  }

  private static final class Floor implements Work {
    private volatile String value;
    private final long end = System.nanoTime() + Duration.ofHours(1).toNanos();

    Floor(String value) {
      this.value = value;
    }

    @Override
    public Object run(int turn) {
      if (System.nanoTime() - end >= 0) {
        value = "expired";
      }
      return value;
    }
  }
}
