package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.testing.StubHttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The caller's {@code Proxy-Authorization} at a redirect to another host. */
@ParameterizedClass
@EnumSource
class ProxyTest {
  private static final String HERE = "http://vendor.example";
  private static final String AWAY = "http://foreign.example";

  @Parameter SendMode way;

  private TestEnvironment rig;
  private Peer proxy;
  private Keyring keyring;

  @BeforeEach
  void open() throws Exception {
    rig = new TestEnvironment(new Setup(Transport.HTTP_1, way));
    proxy = rig.vendor;
    keyring = Keyring.builder().addInsecure(HERE, AuthScheme.header("x-api-key", "secret")).build();
  }

  @AfterEach
  void close() throws Exception {
    keyring.close();
    rig.close();
  }

  private HttpClient client(Function<URI, Proxy> routes) {
    return KeyringHttpClient.newBuilder(keyring)
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(Redirect.ALWAYS)
        .proxy(
            new ProxySelector() {
              @Override
              public List<Proxy> select(URI uri) {
                return List.of(routes.apply(uri));
              }

              @Override
              public void connectFailed(URI uri, SocketAddress address, IOException e) {}
            })
        .build();
  }

  private static Proxy at(Peer peer) {
    return new Proxy(
        Proxy.Type.HTTP,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.uri("/").getPort()));
  }

  private void follow(HttpClient client, String to) throws Exception {
    proxy.handle(
        request ->
            request.getRequestLine().contains("/from")
                ? Peer.redirect(302, to + "/to")
                : Peer.of(200, "there"));

    assertThat(
            rig.send(
                    client,
                    HttpRequest.newBuilder(URI.create(HERE + "/from"))
                        .header("Proxy-Authorization", "Basic cHJveHk=")
                        .header("Cookie", "session=callers")
                        .build())
                .body())
        .isIn("there", "ok");
  }

  @Test
  void staysForTheProxyThatBothRequestsGoThrough() throws Exception {
    follow(client(uri -> at(proxy)), AWAY);

    assertThat(proxy.requests())
        .extracting(RecordedRequest::getRequestLine)
        .containsExactly("GET " + HERE + "/from HTTP/1.1", "GET " + AWAY + "/to HTTP/1.1");
    assertThat(proxy.sent("Proxy-Authorization"))
        .containsExactly("Basic cHJveHk=", "Basic cHJveHk=");
    assertThat(proxy.sent("x-api-key")).containsExactly("secret", null);
    assertThat(proxy.sent("Cookie")).containsExactly("session=callers", null);
  }

  @Test
  void doesNotGoToAnotherProxy() throws Exception {
    follow(client(uri -> at(uri.getHost().startsWith("vendor") ? proxy : rig.foreign)), AWAY);

    assertThat(rig.foreign.sent("Proxy-Authorization")).hasSize(1).containsOnlyNulls();
  }

  @Test
  void doesNotGoToAHostThatIsReachedDirectly() throws Exception {
    follow(
        client(uri -> uri.getHost().startsWith("vendor") ? at(proxy) : Proxy.NO_PROXY),
        rig.foreign.origin());

    assertThat(rig.foreign.sent("Proxy-Authorization")).hasSize(1).containsOnlyNulls();
  }

  /** The JDK's client would drop it there, too; others might not. */
  @Test
  void isTakenOffBeforeTheWrappedClientSeesIt() throws Exception {
    AtomicReference<HttpRequest> last = new AtomicReference<>();
    StubHttpClient stub =
        StubHttpClient.of(
            request -> {
              last.set(request);
              return request.uri().getPath().equals("/from")
                  ? StubHttpClient.Answer.redirect(302, AWAY + "/to")
                  : StubHttpClient.Answer.of(200, "");
            });

    rig.send(
        new KeyringHttpClient(stub, keyring, Redirect.ALWAYS),
        HttpRequest.newBuilder(URI.create(HERE + "/from"))
            .header("Proxy-Authorization", "Basic cHJveHk=")
            .build());

    assertThat(last.get().uri()).isEqualTo(URI.create(AWAY + "/to"));
    assertThat(last.get().headers().map()).isEmpty();
  }
}
