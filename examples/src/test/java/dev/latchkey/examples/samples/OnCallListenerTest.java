package dev.latchkey.examples.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.ClockOffsetEvent;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueFailedEvent;
import dev.latchkey.IssuedEvent;
import dev.latchkey.KeyChangedEvent;
import dev.latchkey.KeyUnreadableEvent;
import dev.latchkey.Keyring;
import dev.latchkey.Origin;
import dev.latchkey.RefusedEvent;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.UnauthenticatedEvent;
import dev.latchkey.UnauthenticatedEvent.Reason;
import java.io.IOException;
import java.net.URI;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class OnCallListenerTest {
  private static final Origin ORIGIN = Origin.of("https://api.example.com");

  private final Log log = new Log();
  private final OnCallListener listener = new OnCallListener(log);

  @Test
  void everyEventThatIsWorthALineIsLoggedOnce() {
    CredentialException failure = new CredentialException("No credential: disk on fire");
    listener.issued(IssuedEvent.of(ORIGIN, Duration.ofMillis(3), false, Instant.EPOCH, null));
    listener.issued(IssuedEvent.of(ORIGIN, Duration.ofMillis(4), true, Instant.EPOCH, null));
    listener.issueFailed(IssueFailedEvent.of(ORIGIN, failure, Duration.ZERO, false));
    listener.refused(RefusedEvent.of(ORIGIN, 403, true));
    listener.refused(RefusedEvent.of(ORIGIN, 401, false));
    listener.keyChanged(KeyChangedEvent.of(ORIGIN, "mykid", SigningAlgorithm.HS256));
    listener.unauthenticated(
        UnauthenticatedEvent.of(ORIGIN, Reason.SET_BY_CALLER, "Authorization"));
    listener.unauthenticated(UnauthenticatedEvent.of(ORIGIN, Reason.UNKNOWN_ORIGIN, null));
    listener.keyUnreadable(KeyUnreadableEvent.of(ORIGIN, "Key file x.pem is damaged"));
    listener.clockOffset(ClockOffsetEvent.of(ORIGIN, Duration.ofSeconds(90), true));
    listener.clockOffset(ClockOffsetEvent.of(ORIGIN, Duration.ofHours(-1), false));

    assertThat(log.lines)
        .containsExactly(
            "DEBUG https://api.example.com: issued in 3 ms, while a call waited",
            "DEBUG https://api.example.com: issued in 4 ms, in the background",
            "WARNING https://api.example.com: No credential: disk on fire",
            "INFO https://api.example.com: a credential was refused with 403, sent again with"
                + " another",
            "WARNING https://api.example.com: a credential was refused with 401, and that was it",
            "INFO https://api.example.com: another key signs, mykid",
            "INFO https://api.example.com: a call came with its own Authorization",
            "WARNING https://api.example.com: the last good key stays in use: Key file x.pem is"
                + " damaged",
            "INFO https://api.example.com: the server's clock is ahead by PT1M30S, credentials are"
                + " dated by it",
            "WARNING https://api.example.com: the server's clock is ahead by PT-1H, too far to"
                + " follow");
  }

  @Test
  void aKeyringTellsIt() throws IOException {
    try (Keyring keyring =
        Keyring.builder()
            .listener(listener)
            .add("https://api.example.com", AuthScheme.header("x-api-key", "hidden"))
            .build()) {
      var headers = keyring.headersFor("GET", URI.create("https://api.example.com/"));
      assertThat(headers).containsKey("x-api-key");
    }

    assertThat(log.lines).hasSize(1);
    assertThat(log.lines.get(0)).startsWith("DEBUG https://api.example.com: issued in ");
    assertThat(log.lines.get(0)).doesNotContain("hidden");
  }

  private static final class Log implements System.Logger {
    final List<String> lines = new ArrayList<>();

    @Override
    public String getName() {
      return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      lines.add(level + " " + message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      lines.add(
          level
              + " "
              + (parameters == null || parameters.length == 0
                  ? format
                  : MessageFormat.format(format, parameters)));
    }
  }
}
