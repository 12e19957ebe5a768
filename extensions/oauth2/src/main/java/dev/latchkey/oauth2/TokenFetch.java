package dev.latchkey.oauth2;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.JwtScheme;
import dev.latchkey.ResponseHead;
import dev.latchkey.ServerClock;
import dev.latchkey.SigningKey;
import dev.latchkey.TransportRequest;
import dev.latchkey.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Gets one token: by one request, and by another one where the answer says what it lacked. */
final class TokenFetch implements TokenGrant.Fetch {
  /** Of one whose lifetime nobody tells. */
  private static final Duration UNKNOWN_LIFETIME = Duration.ofMinutes(5);

  private static final int LONGEST_TOKEN = 65_536;

  private final TokenSettings settings;
  private final @Nullable TokenBinding binding;
  private final ServerClock endpointClock;
  private final IssueContext caller;
  private final Clock clock;
  private final Instant begun;
  private boolean corrected;
  private boolean replaced;
  private boolean proven;

  TokenFetch(
      TokenSettings settings,
      @Nullable TokenBinding binding,
      ServerClock endpointClock,
      IssueContext caller) {
    this.settings = settings;
    this.binding = binding;
    this.endpointClock = endpointClock;
    this.caller = caller;
    this.clock = caller.clock();
    this.begun = clock.instant();
  }

  @Override
  public Credential run() throws IOException {
    while (true) {
      Clock dating = Clock.offset(clock, Duration.between(clock.instant(), endpointClock.now()));
      TokenForm form = new TokenForm(caller, IssueContext.of("POST", settings.endpoint, dating));
      TransportRequest request = request(form, dating);
      Instant sent = clock.instant();
      TransportResponse response = send(request);
      endpointClock.learn(response.head(), sent);
      TokenAnswer answer = TokenAnswer.of(response.body());
      TokenError error = new TokenError(settings.name(), response.head(), answer);
      if (isWorthAnother(response.head(), error, form.dated && isOff(dating))) {
        continue;
      }
      if (response.head().status() / 100 != 2) {
        throw error.failure(form.changed(), endpointClock.now());
      }
      return credential(answer, error, sent);
    }
  }

  /** Compared with what this request was dated by: another one may have learned of it before. */
  private boolean isOff(Clock dating) {
    Duration off = Duration.between(dating.instant(), endpointClock.now());
    return off.abs().compareTo(Duration.ofSeconds(1)) >= 0;
  }

  private boolean isWorthAnother(ResponseHead head, TokenError error, boolean betterDated)
      throws IOException {
    boolean refused = head.status() == 400 || head.status() == 401;
    if (binding != null && binding.answered(settings.endpoint, head, error.code()) && !proven) {
      proven = true;
      return true;
    }
    if (refused && betterDated && !corrected) {
      corrected = true;
      return true;
    }
    if (refused && "invalid_grant".equals(error.code()) && !replaced) {
      replaced = settings.grant.isReplaced();
      return replaced;
    }
    return false;
  }

  private TransportRequest request(TokenForm form, Clock dating) throws IOException {
    settings.addTo(form);
    byte[] body = form.encode(settings.json);
    URI uri = settings.endpoint;
    AuthScheme scheme = settings.scheme;
    if (scheme != null) {
      form.dated = true;
      if (scheme instanceof JwtScheme jwt) {
        SigningKey unused = form.use(jwt::key);
      }
      Credential credential =
          scheme.issue(IssueContext.of("POST", uri, form.headers, body, dating));
      form.headers(credential.headers());
      uri = URI.create(credential.appendTo(uri.toString()));
    }
    if (binding != null) {
      form.dated = true;
      form.headers(binding.proof("POST", settings.endpoint, dating.instant()));
    }
    return TransportRequest.of("POST", uri, form.headers, body, settings.timeout);
  }

  private TransportResponse send(TransportRequest request) throws CredentialException {
    try {
      return settings.transport().send(request);
    } catch (CredentialException e) {
      throw new CredentialException(settings.name() + ": " + e.getMessage(), e.getCause());
    } catch (IOException | RuntimeException e) {
      throw new CredentialException(
          settings.name() + " did not answer: " + e.getClass().getName(), e);
    }
  }

  private Credential credential(TokenAnswer answer, TokenError error, Instant sent)
      throws IOException {
    // First: a refresh token that was replaced is valid whatever else there is to say.
    settings.grant.granted(answer);
    String token = answer.text(settings.tokenField);
    if (token == null) {
      throw error.without(settings.tokenField);
    }
    checkType(answer.text("token_type"), error);
    checkToken(token, error);
    Instant end = end(answer, sent);
    return settings
        .credential(token, binding)
        .reusableUntil(caller.now().plus(Duration.between(begun, end)));
  }

  /** Returns when the token ends, by this machine's clock. */
  private Instant end(TokenAnswer answer, Instant sent) {
    Duration lifetime = answer.seconds(settings.expiresInField);
    if (lifetime != null) {
      return sent.plus(lifetime);
    }
    Duration rest =
        settings.expiresAtField == null
            ? null
            : answer.until(settings.expiresAtField, endpointClock.now());
    if (rest != null) {
      return clock.instant().plus(rest);
    }
    return sent.plus(settings.lifetime == null ? UNKNOWN_LIFETIME : settings.lifetime);
  }

  private void checkType(@Nullable String type, TokenError error) throws CredentialException {
    String expected = binding == null ? "Bearer" : binding.tokenType();
    boolean asTold = settings.header != null;
    if (type != null && !asTold && !type.equalsIgnoreCase(expected)) {
      throw error.because("with a token of another type than " + expected);
    }
    if (type == null && binding != null) {
      throw error.because("with a token that is not bound, because its type is missing");
    }
  }

  private static void checkToken(String token, TokenError error) throws CredentialException {
    if (token.isEmpty() || token.length() > LONGEST_TOKEN) {
      throw error.because("with a token that is empty, or longer than " + LONGEST_TOKEN);
    }
    if (!token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw error.because("with a token that has a space, a control or a non-ASCII character");
    }
  }
}
