package dev.latchkey.examples.tool;

import dev.latchkey.Keyring;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** OkHttp with Latchkey's interceptor. */
final class OkHttpCaller implements Caller {
  /** OkHttp does not send these without a body, be it an empty one. */
  private static final Set<String> BODY_REQUIRED = Set.of("POST", "PUT", "PATCH");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final OkHttpClient client;

  OkHttpCaller(Keyring keyring) {
    this.client =
        KeyringInterceptor.install(new OkHttpClient.Builder().callTimeout(PATIENCE), keyring)
            .build();
  }

  @Override
  public String name() {
    return "okhttp";
  }

  @Override
  public Answer send(Outgoing outgoing) throws IOException {
    Request.Builder request =
        new Request.Builder()
            .url(outgoing.uri().toString())
            .method(outgoing.method(), body(outgoing));
    outgoing.headers().forEach(request::header);
    try (Response response = client.newCall(request.build()).execute()) {
      return new Answer(version(response.protocol()), response.code(), response.body().string());
    }
  }

  private static @Nullable RequestBody body(Outgoing outgoing) {
    String text = outgoing.body();
    if (text == null) {
      return BODY_REQUIRED.contains(outgoing.method()) ? RequestBody.create(new byte[0]) : null;
    }
    // As bytes: of text, OkHttp would add a charset to the caller's content type.
    return RequestBody.create(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String version(Protocol protocol) {
    return protocol == Protocol.HTTP_2 ? "HTTP/2" : protocol.toString().toUpperCase(Locale.ROOT);
  }
}
