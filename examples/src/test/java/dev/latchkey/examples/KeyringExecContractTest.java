package dev.latchkey.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.Keyring;
import dev.latchkey.contract.AdapterContract;
import dev.latchkey.contract.TestClient;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import okhttp3.tls.HandshakeCertificates;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.protocol.HttpContext;

@AdapterContract.SyncOnly
class KeyringExecContractTest extends AdapterContract {

  @Override
  protected TestClient client(Keyring keyring, HandshakeCertificates trusted) {
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(new DefaultClientTlsStrategy(trusted.sslContext()))
                    .setMaxConnPerRoute(100)
                    .setMaxConnTotal(100)
                    .build())
            // It sends a request again that was answered 429 or 503.
            .disableAutomaticRetries()
            .setRedirectStrategy(new Everywhere());
    CloseableHttpClient client = KeyringExec.install(builder, keyring).build();
    return (call, mode) -> {
      HttpClientContext context = HttpClientContext.create();
      return client.execute(
          request(call),
          context,
          response ->
              new TestClient.Answer(
                  response.getCode(),
                  response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity()),
                  response + " " + shown(context)));
    };
  }

  private static String shown(HttpClientContext context) {
    HttpRequest request = context.getRequest();
    return request
        + " "
        + Arrays.toString(request.getHeaders())
        + " "
        + context.getResponse()
        + Arrays.toString(context.getResponse().getHeaders())
        + context.getRedirectLocations().getAll();
  }

  private static ClassicHttpRequest request(TestClient.Call call) {
    ClassicRequestBuilder builder = ClassicRequestBuilder.create(call.method()).setUri(call.uri());
    call.headers().forEach(builder::addHeader);
    return builder.setEntity(entity(call.body())).build();
  }

  private static HttpEntity entity(TestClient.Body body) {
    byte[] bytes = "a body".getBytes(UTF_8);
    return switch (body) {
      case NONE -> null;
      case REPLAYABLE -> new ByteArrayEntity(bytes, ContentType.TEXT_PLAIN);
      case ONE_SHOT ->
          new InputStreamEntity(new ByteArrayInputStream(bytes), ContentType.TEXT_PLAIN);
    };
  }

  /** The client's own does not leave an origin with a caller's {@code Authorization}. */
  private static final class Everywhere extends DefaultRedirectStrategy {
    @Override
    public boolean isRedirectAllowed(
        HttpHost current, HttpHost next, HttpRequest redirect, HttpContext context) {
      return true;
    }
  }
}
