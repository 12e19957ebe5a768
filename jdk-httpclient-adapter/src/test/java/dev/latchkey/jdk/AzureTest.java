package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Azure's client, which takes a builder and builds with it. */
class AzureTest extends ClientTest {

  @ParameterizedTest
  @EnumSource
  void aBuilderThatIsHandedOverAuthenticates(SendMode way) {
    refuseTheFirstToken();
    HttpClient client =
        new JdkHttpClientBuilder(
                KeyringHttpClient.newBuilder(rig.keyring)
                    .followRedirects(java.net.http.HttpClient.Redirect.NORMAL))
            .build();

    try (HttpResponse response =
        send(
            way,
            client,
            new HttpRequest(HttpMethod.PUT, rig.vendor.uri("/").toString()).setBody("a body"))) {
      assertThat(response.getStatusCode()).isEqualTo(200);
      assertThat(response.getBodyAsBinaryData().toString()).isEqualTo("yes");
    }
    assertSentTwice("PUT", "a body");

    send(way, client, new HttpRequest(HttpMethod.GET, rig.vendor.uri("/away").toString())).close();
    assertNothingLeaked();
  }

  private static HttpResponse send(SendMode way, HttpClient client, HttpRequest request) {
    return way == SendMode.SEND
        ? client.sendSync(request, Context.NONE)
        : client.send(request).block();
  }
}
