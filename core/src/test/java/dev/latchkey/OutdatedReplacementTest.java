package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import dev.latchkey.vendor.AuthgearAdmin;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A refused token was replaced already, but by one that would be refused as well. */
class OutdatedReplacementTest {
  private static final String URL = "https://myapp.test/";

  private final TestKeyring test = new TestKeyring().jitter(() -> 0);
  private final AtomicReference<SigningKey> key =
      new AtomicReference<>(SigningKey.rs256("old", TestKeys.rsa().getPrivate()));
  private final Keyring keyring =
      test.builder().add("https://myapp.test", AuthgearAdmin.project("myapp", key::get)).build();

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
    test.clock.advance(Duration.ofSeconds(241));
    TestCall call = new TestCall(keyring);
    // The old token, while another one is issued in the background.
    call.send(URL);
    Duration ahead = Duration.ofMinutes(10);

    assertThat(call.answered(403, test.date(ahead), true)).isTrue();

    long issuedAt = (long) token(call.send(URL)).claims().get("iat");
    assertThat(issuedAt)
        .isGreaterThan(test.clock.instant().getEpochSecond())
        .isLessThanOrEqualTo(test.clock.instant().plus(ahead).getEpochSecond());
  }

  private void renewInBackground() throws CredentialException {
    test.clock.advance(Duration.ofSeconds(241));
    new TestCall(keyring).send(URL);
  }

  private static Token token(Map<String, String> headers) {
    return Token.parse(TestCall.bearer(headers));
  }
}
