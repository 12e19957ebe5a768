package dev.latchkey.examples.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.Keyring;
import dev.latchkey.contract.AdapterContract;
import dev.latchkey.contract.BodyAdapterContract;
import dev.latchkey.contract.BodyClient;
import dev.latchkey.contract.TestBody;
import dev.latchkey.contract.TestClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import okhttp3.tls.HandshakeCertificates;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
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
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.protocol.HttpContext;

@AdapterContract.SyncOnly
class KeyringExecContractTest extends BodyAdapterContract {

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
    return new Client(client);
  }

  private record Client(CloseableHttpClient client) implements BodyClient {
    @Override
    public Answer send(Call call, Mode mode) throws IOException {
      return send(request(call));
    }

    @Override
    public Answer send(URI uri, Map<String, String> headers, TestBody body, Mode mode)
        throws IOException {
      HttpEntity entity = entity(body);
      ClassicRequestBuilder builder =
          ClassicRequestBuilder.create(entity == null ? "GET" : "POST").setUri(uri);
      headers.forEach(builder::addHeader);
      return send(builder.setEntity(entity).build());
    }

    private Answer send(ClassicHttpRequest request) throws IOException {
      HttpClientContext context = HttpClientContext.create();
      return client.execute(
          request,
          context,
          response ->
              new Answer(
                  response.getCode(),
                  response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity()),
                  response + " " + shown(context)));
    }
  }

  private static HttpEntity entity(TestBody body) {
    ContentType type = ContentType.parse(body.type());
    return switch (body.kind()) {
      case NONE -> null;
      case TEXT -> new StringEntity(body.text(), type);
      case BYTES -> new ByteArrayEntity(body.text().getBytes(UTF_8), type);
      case MULTIPART ->
          MultipartEntityBuilder.create()
              .addTextBody("one", body.text())
              .addBinaryBody("two", body.text().getBytes(UTF_8), type, "file.txt")
              .build();
      case STREAM ->
          body.replayable()
              ? new Replayable(body, type)
              : new InputStreamEntity(body.open().get(), body.length(), type);
    };
  }

  /** A stream that can be opened again. */
  private static final class Replayable extends AbstractHttpEntity {
    private final TestBody body;

    Replayable(TestBody body, ContentType type) {
      super(type, null);
      this.body = body;
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public long getContentLength() {
      return body.length();
    }

    @Override
    public InputStream getContent() {
      return body.open().get();
    }

    @Override
    public boolean isStreaming() {
      return true;
    }

    @Override
    public void close() {}
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
