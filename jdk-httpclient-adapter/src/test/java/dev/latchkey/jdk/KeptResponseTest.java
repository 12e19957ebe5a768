package dev.latchkey.jdk;

import static dev.latchkey.checks.Collected.assertCollected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.testing.StubHttpClient;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A response that a caller keeps, of a request whose body was read by the scheme. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class KeptResponseTest extends TestEnvironmentTest {
  private static final AuthScheme READING =
      AuthScheme.computed(context -> Credential.of("x-length", "" + context.body().length));

  /** Up to 10 MiB, besides the credential. */
  @Test
  void aResponseThatIsKeptKeepsNothingOfWhatWasSent() throws Exception {
    List<WeakReference<HttpRequest>> sent = new CopyOnWriteArrayList<>();
    StubHttpClient stub =
        StubHttpClient.of(
            request -> {
              sent.add(new WeakReference<>(request));
              return StubHttpClient.Answer.of(200, "");
            });
    HttpClient client = KeyringHttpClient.wrap(stub, rig.keyring(READING));

    HttpResponse<String> response =
        rig.send(client, rig.to("/").POST(BodyPublishers.ofString("a text")).build());

    assertCollected(sent.get(0));
    assertThat(response.statusCode()).isEqualTo(200);
  }
}
