package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import java.io.IOException;
import java.net.Authenticator;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client with an Authenticator throws if a 401 names no challenge, before anybody sees the
 * response.
 */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class AuthenticatorTest extends TestEnvironmentTest {
  private final AtomicInteger issued = new AtomicInteger();
  private HttpClient client;

  @BeforeEach
  void wrap() {
    HttpClient bare = rig.bare().authenticator(new Authenticator() {}).build();
    client =
        KeyringHttpClient.wrap(
            bare,
            rig.keyring(
                new AuthScheme() {
                  @Override
                  public Credential issue(IssueContext context) {
                    return Credential.of("x-api-key", "key-" + issued.incrementAndGet())
                        .reusableUntil(context.now().plus(Duration.ofHours(1)));
                  }

                  @Override
                  public Set<String> headerNames() {
                    return Set.of("x-api-key");
                  }
                }));
  }

  @Test
  void aRefusalWithoutAChallengeIsAnsweredAllTheSame() throws Exception {
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "yes"));

    assertThat(rig.send(client, rig.to("/").build()).body()).isEqualTo("yes");

    assertThat(rig.vendor.sent("x-api-key")).containsExactly("key-1", "key-2");
  }

  @Test
  void theSecondIsTheClientsFailure() {
    rig.vendor.reply(Peer.of(401, "no"));

    assertThatThrownBy(() -> rig.send(client, rig.to("/").build()))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("WWW-Authenticate header missing for response code 401");

    assertThat(rig.vendor.sent("x-api-key")).containsExactly("key-1", "key-2");
  }
}
