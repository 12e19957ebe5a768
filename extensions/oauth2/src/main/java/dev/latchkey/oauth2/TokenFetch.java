package dev.latchkey.oauth2;

import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.JwtScheme;
import dev.latchkey.ServerClock;
import dev.latchkey.SigningKey;
import dev.latchkey.TransportRequest;
import dev.latchkey.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gets one token: by one request, and by another one if the response says what it lacked. */
record TokenFetch(
    TokenSettings settings,
    @Nullable DpopBinding binding,
    ServerClock endpointClock,
    IssueContext caller,
    Instant begun) {
  Credential run() throws IOException {
    // Each flaw is corrected at most once.
    Set<String> corrected = new HashSet<>();
    Clock clock = caller.clock();
    while (true) {
      Clock dating = Clock.offset(clock, Duration.between(clock.instant(), endpointClock.now()));
      TokenForm form = new TokenForm(caller, IssueContext.of("POST", settings.endpoint, dating));
      TransportRequest request = request(form, dating);
      Instant sent = clock.instant();
      TransportResponse response = send(request);
      endpointClock.learn(response.head(), sent);
      TokenAnswer answer = new TokenAnswer(settings.name(), response);
      if (!isWorthAnother(answer, form.dated && isOff(dating), corrected)) {
        if (answer.head.status() / 100 != 2) {
          throw answer.failure(form::isChanged, endpointClock.now());
        }
        return credential(answer, sent);
      }
    }
  }

  private TransportRequest request(TokenForm form, Clock dating) throws IOException {
    for (TokenForm.Part part : settings.parts) {
      part.addTo(form);
    }
    byte[] body = form.encode(settings.json);
    URI uri = settings.endpoint;
    if (settings.scheme != null) {
      form.dated = true;
      if (settings.scheme instanceof JwtScheme jwt) {
        SigningKey unused = form.use(jwt::key);
      }
      Credential credential =
          settings.scheme.issue(IssueContext.of("POST", uri, form.headers, body, dating));
      form.headers(credential.headers());
      uri = URI.create(credential.appendTo(uri.toString()));
    }
    if (binding != null) {
      form.dated = true;
      String proof = binding.proof("POST", settings.endpoint, dating.instant(), binding.nonces, "");
      form.headers(Map.of("DPoP", proof));
    }
    return TransportRequest.of("POST", uri, form.headers, body, settings.timeout);
  }

  private TransportResponse send(TransportRequest request) throws CredentialException {
    try {
      return settings.transport.get().send(request);
    } catch (CredentialException e) {
      throw new CredentialException(settings.name() + ": " + e.getMessage(), e.getCause());
    } catch (IOException | RuntimeException e) {
      throw new CredentialException(
          settings.name() + " did not answer: " + e.getClass().getName(), e);
    }
  }

  /**
   * Returns whether the clock differs from the one that dated this request: another request may
   * have learned the time meanwhile.
   */
  private boolean isOff(Clock dating) {
    Duration off = Duration.between(dating.instant(), endpointClock.now());
    return off.abs().compareTo(Duration.ofSeconds(1)) >= 0;
  }

  private boolean isWorthAnother(TokenAnswer answer, boolean misdated, Set<String> corrected)
      throws IOException {
    // First, since it learns from each response.
    boolean asked =
        binding != null && binding.answered(settings.endpoint, answer.head, answer.error());
    if (asked && corrected.add("proof")) {
      return true;
    }
    if (answer.head.status() != 400 && answer.head.status() != 401) {
      return false;
    }
    return (misdated && corrected.add("date"))
        || ("invalid_grant".equals(answer.error())
            && corrected.add("grant")
            && settings.refresh != null
            && settings.refresh.isReplaced());
  }

  private Credential credential(TokenAnswer answer, Instant sent) throws IOException {
    // First: a new refresh token is valid whatever else the response says.
    if (settings.refresh != null) {
      settings.refresh.granted(answer);
    }
    String token = answer.text(settings.tokenField);
    if (token == null) {
      throw answer.without(settings.tokenField);
    }
    if (!token.matches("[!-~]{1,65536}")) {
      throw answer.because(
          "with a token that is empty, longer than 65536, or not all of visible ASCII characters");
    }
    String type = binding == null ? "Bearer" : "DPoP";
    String told = answer.text("token_type");
    boolean untyped = told == null && binding == null;
    if (!untyped && settings.format == null && !type.equalsIgnoreCase(told)) {
      throw answer.because("with a token that is not of the type " + type);
    }
    return Credential.of(
            settings.header,
            settings.format == null ? type + " " + token : settings.format.apply(token))
        .reusableUntil(caller.now().plus(Duration.between(begun, end(answer, sent))));
  }

  /** Returns the end of the token, by this machine's clock. */
  private Instant end(TokenAnswer answer, Instant sent) {
    Instant now = caller.clock().instant();
    Optional<Duration> lifetime = answer.until(settings.expiresInField, sent, sent);
    Optional<Duration> rest =
        answer.until(settings.expiresAtField, Instant.EPOCH, endpointClock.now());
    return lifetime
        .map(sent::plus)
        .or(() -> rest.map(now::plus))
        .orElse(sent.plus(settings.lifetime));
  }
}
