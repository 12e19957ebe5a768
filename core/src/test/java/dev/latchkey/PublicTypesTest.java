package dev.latchkey;

import static dev.latchkey.UnauthenticatedEvent.Reason.SET_BY_CALLER;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.checks.SecretSweep;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.vendor.ApiKey;
import dev.latchkey.vendor.AuthgearAdmin;
import dev.latchkey.vendor.MayaOnline;
import dev.latchkey.vendor.StatusEntry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** No public type of core prints a secret. */
class PublicTypesTest extends SecretSweep {
  private static final SigningKey SHORT =
      SigningKey.remote("kid", SigningAlgorithm.ES256, message -> new byte[1]);
  private static final String API = "https://api.test";
  private static final URI URL = URI.create("https://u:" + SECRET + "@api.test/?t=" + SECRET);

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  @TempDir Path folder;

  @Override
  protected Map<Class<?>, List<?>> instances() throws IOException {
    Path file = Files.writeString(folder.resolve("kid.pem"), PEM);
    SigningKey rsa = SigningKey.pem(file);
    Keyring.Builder keyring = Keyring.builder().add(API, AuthScheme.header("x", SECRET));
    AuthCall call = keyring.build().newCall();
    AuthAttempt attempt = call.attempt("GET", URL, name -> SECRET);
    Origin origin = Origin.of(URL);
    Credential credential = Credential.of("x", SECRET);
    ResponseHead head = ResponseHead.of(401, Map.of("x-nonce", SECRET));
    JwtScheme ofRsa = JwtScheme.signedWith(rsa).lifetime(Duration.ofMinutes(1)).build();
    JwtScheme.Builder jwt =
        JwtScheme.signedWith(SigningKey.hs256(SECRET))
            .claim("c", SECRET)
            .lifetime(Duration.ofMinutes(1));
    AuthScheme apiKey = ApiKey.forOrganization(SECRET, SECRET, SECRET);
    return Map.ofEntries(
        Map.entry(AuthAttempt.class, List.of(attempt)),
        Map.entry(AuthCall.class, List.of(call)),
        Map.entry(
            AuthenticatedRequest.class,
            List.of(
                keyring.build().authenticate("GET", URL, Map.of(), new byte[0]),
                Keyring.builder()
                    .add(API, AuthScheme.query("key", SECRET))
                    .build()
                    .authenticate("GET", URL, Map.of(), new byte[0]))),
        Map.entry(
            Credential.class,
            List.of(
                credential,
                credential.singleUse(),
                credential.and("y", SECRET),
                credential.andQuery("key", SECRET),
                Credential.query("key", SECRET).singleUse(),
                credential.reusableUntil(moment.instant()),
                ofRsa.issue(IssueContext.of("GET", URL, moment)))),
        Map.entry(
            CredentialException.class,
            List.of(
                CredentialException.of(Origin.of(URL), new IllegalStateException(SECRET)),
                CredentialException.of(Origin.of(URL), new CredentialException("w", null)))),
        Map.entry(
            ClockOffsetEvent.class, List.of(ClockOffsetEvent.of(origin, Duration.ZERO, true))),
        Map.entry(
            IssueFailedEvent.class,
            List.of(
                IssueFailedEvent.of(
                    origin,
                    CredentialException.of(origin, new IOException(SECRET)),
                    Duration.ZERO,
                    true))),
        Map.entry(
            IssuedEvent.class,
            List.of(IssuedEvent.of(origin, Duration.ZERO, true, moment.instant(), null))),
        Map.entry(
            KeyChangedEvent.class,
            List.of(KeyChangedEvent.of(origin, "kid", SigningAlgorithm.HS256))),
        Map.entry(
            KeyUnreadableEvent.class, List.of(KeyUnreadableEvent.of(origin, "kid.pem is empty"))),
        Map.entry(RefusedEvent.class, List.of(RefusedEvent.of(origin, 401, true))),
        Map.entry(
            UnauthenticatedEvent.class,
            List.of(UnauthenticatedEvent.of(origin, SET_BY_CALLER, "x-key"))),
        Map.entry(UnauthenticatedEvent.Reason.class, List.of(UnauthenticatedEvent.Reason.values())),
        Map.entry(
            IssueContext.class,
            List.of(IssueContext.of("GET", URL, Map.of("Authorization", SECRET), moment))),
        Map.entry(ResponseHead.class, List.of(head)),
        Map.entry(ServerClock.class, List.of(ServerClock.of(moment))),
        Map.entry(
            TransportRequest.class,
            List.of(
                TransportRequest.of(
                    "POST", URL, Map.of("x", SECRET), SECRET.getBytes(UTF_8), Duration.ofDays(1)))),
        Map.entry(
            TransportResponse.class, List.of(TransportResponse.of(head, SECRET.getBytes(UTF_8)))),
        Map.entry(JwtScheme.class, List.of(jwt.build(), ofRsa)),
        Map.entry(JwtScheme.Builder.class, List.of(jwt)),
        Map.entry(KeyFile.class, List.of(KeyFile.pem(file), KeyFile.newestIn(folder))),
        Map.entry(Keyring.class, List.of(keyring.build())),
        Map.entry(Keyring.Builder.class, List.of(keyring)),
        Map.entry(Origin.class, List.of(Origin.of(URL), Origin.of(URL.toString()))),
        Map.entry(SigningAlgorithm.class, List.of(SigningAlgorithm.values())),
        Map.entry(SigningKey.class, List.of(rsa, SHORT, SigningKey.hs256(SECRET).withKeyId("k"))),
        Map.entry(ApiKey.class, List.of(ApiKey.of(SECRET), ApiKey.signed(SECRET, SECRET), apiKey)),
        Map.entry(
            ApiKey.Builder.class,
            List.of(ApiKey.builder(SECRET).signedWith(SECRET).organization(SECRET, SECRET))),
        Map.entry(AuthgearAdmin.class, List.of(AuthgearAdmin.project("myapp", rsa))),
        Map.entry(MayaOnline.class, List.of(MayaOnline.apiKey("p", SECRET))),
        Map.entry(
            StatusEntry.class,
            List.of(
                StatusEntry.keyPair(SECRET, SECRET),
                StatusEntry.keyPairBoundToPath(SECRET, SECRET))));
  }
}
