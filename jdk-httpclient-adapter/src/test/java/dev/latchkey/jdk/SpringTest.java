package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Spring Framework's RestClient and declarative interfaces. */
class SpringTest extends ClientTest {
  interface Things {
    @GetExchange("/things/{id}")
    String get(@PathVariable("id") String id);

    @PostExchange(url = "/things", contentType = "text/plain")
    String add(@RequestBody String thing);
  }

  private RestClient client;

  @BeforeEach
  void build() {
    HttpClient http =
        KeyringHttpClient.newBuilder(rig.keyring).followRedirects(Redirect.NORMAL).build();
    client =
        RestClient.builder()
            .baseUrl(rig.vendor.origin())
            .requestFactory(new JdkClientHttpRequestFactory(http))
            .build();
    refuseTheFirstToken();
  }

  @Test
  void aRestClientIsAuthenticated() {
    assertThat(client.get().uri("/things").retrieve().body(String.class)).isEqualTo("yes");

    assertSentTwice("GET", "");
    assertThat(client.get().uri("/away").retrieve().body(String.class)).isEqualTo("ok");
    assertNothingLeaked();
  }

  @Test
  void aDeclarativeInterfaceIsAuthenticated() {
    Things things =
        HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
            .build()
            .createClient(Things.class);

    assertThat(things.get("a b")).isEqualTo("yes");

    assertSentTwice("GET", "");
    assertThat(rig.vendor.request(1).getTarget()).isEqualTo("/things/a%20b");
  }

  /** Spring gives no length unless the whole body is in memory; then it is sent again. */
  @Test
  void aBodyIsSentAgain() {
    Things things =
        HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
            .build()
            .createClient(Things.class);

    assertThat(things.add("a thing")).isEqualTo("yes");

    assertSentTwice("POST", "a thing");
  }
}
