package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import dev.latchkey.vendor.AuthgearAdmin;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A refused token was replaced already, but by one that would be refused as well. */
class OutdatedReplacementTest {
  private static final String URL = "https://myapp.test/";

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  private final AtomicReference<SigningKey> key =
      new AtomicReference<>(SigningKey.rs256("old", TestKeys.rsa().getPrivate()));
  private final Keyring keyring =
      Keyring.builder()
          .clock(moment)
          .timing(moment.nanos(), () -> 0)
          .executor(Runnable::run)
          .add("https://myapp.test", AuthgearAdmin.project("myapp", key::get))
          .build();

  @Test
  void theRetryIsSignedWithTheNewKeyAlsoIfATokenOfTheOldOneCameBetween() throws Exception {
    TestCall call = new TestCall(keyring);
    final Token sent = token(call.send(URL));
    renewInBackground();
    key.set(SigningKey.rs256("new", TestKeys.otherRsa().getPrivate()));

    assertThat(call.answered(403)).isTrue();

    assertThat(sent.header()).containsEntry("kid", "old");
    assertThat(token(call.send(URL)).header()).containsEntry("kid", "new");
  }

  @Test
  void theRetryIsDatedByTheServersClockAlsoIfAnotherTokenCameBetween() throws Exception {
    new TestCall(keyring).send(URL);
    moment.advance(Duration.ofSeconds(241));
    TestCall call = new TestCall(keyring);
    // The old token, while another one is issued in the background.
    call.send(URL);
    Instant server = moment.instant().plus(Duration.ofMinutes(10));
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(server.atOffset(ZoneOffset.UTC));

    assertThat(call.answered(403, Map.of("Date", date), true)).isTrue();

    long issuedAt = (long) token(call.send(URL)).claims().get("iat");
    assertThat(issuedAt)
        .isGreaterThan(moment.instant().getEpochSecond())
        .isLessThanOrEqualTo(server.getEpochSecond());
  }

  private void renewInBackground() throws CredentialException {
    moment.advance(Duration.ofSeconds(241));
    new TestCall(keyring).send(URL);
  }

  private static Token token(Map<String, String> headers) {
    return Token.parse(headers.get("Authorization").substring("Bearer ".length()));
  }
}
