package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfga.sdk.api.OpenFgaApi;
import dev.openfga.sdk.api.client.ApiClient;
import dev.openfga.sdk.api.configuration.Configuration;
import dev.openfga.sdk.api.model.CreateStoreRequest;
import java.net.http.HttpClient.Redirect;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

/** A client from OpenAPI Generator's library {@code native}, which takes a builder: OpenFGA's. */
class OpenApiTest extends ClientTest {

  private OpenFgaApi api() throws Exception {
    return new OpenFgaApi(
        new Configuration().apiUrl(rig.vendor.origin()).maxRetries(0),
        new ApiClient(KeyringHttpClient.newBuilder(rig.keyring).followRedirects(Redirect.NORMAL)));
  }

  @Test
  void aBuilderThatIsHandedOverAuthenticates() throws Exception {
    rig.vendor.reply(Peer.of(401, "no"), json("{\"id\": \"7\", \"name\": \"a store\"}"));

    String name =
        api()
            .createStore(new CreateStoreRequest().name("a store"))
            .get(10, TimeUnit.SECONDS)
            .getData()
            .getName();

    assertThat(name).isEqualTo("a store");
    assertSentTwice("POST", "{\"name\":\"a store\"}");
  }

  @Test
  void elsewhereSeesNothing() throws Exception {
    rig.vendor.reply(Peer.redirect(307, rig.foreign.origin() + "/there"));
    rig.foreign.reply(json("{\"id\": \"7\", \"name\": \"there\"}"));

    assertThat(api().getStore("7").get(10, TimeUnit.SECONDS).getData().getName())
        .isEqualTo("there");

    assertThat(rig.vendor.sent("Authorization")).containsExactly("Bearer secret-1");
    assertNothingLeaked();
  }

  private static MockResponse json(String body) {
    return Peer.of(200, body).newBuilder().addHeader("Content-Type", "application/json").build();
  }
}
