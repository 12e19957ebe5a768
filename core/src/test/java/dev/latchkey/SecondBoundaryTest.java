package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SecondBoundaryTest {

  @Test
  void aSignatureThatIsMadeWhileItsSecondEndsIsUsedAllTheSame() throws Exception {
    ManualClock moment = ManualClock.at("2026-01-01T00:00:00.999Z");
    SigningKey key = SigningKey.hs256("secret");
    JwtScheme scheme =
        JwtScheme.signedWith(
                () -> {
                  moment.advance(Duration.ofMillis(2));
                  return key;
                })
            .header("x-signature")
            .lifetime(Duration.ofSeconds(15))
            .perRequest()
            .build();

    try (Keyring keyring =
        Keyring.builder()
            .clock(moment)
            .executor(Runnable::run)
            .add("https://api.test", scheme)
            .build()) {
      assertThat(keyring.headersFor("GET", URI.create("https://api.test/")))
          .containsKey("x-signature");
    }
  }
}
