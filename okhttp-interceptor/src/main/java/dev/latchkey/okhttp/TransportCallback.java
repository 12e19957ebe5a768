package dev.latchkey.okhttp;

import dev.latchkey.ResponseHead;
import dev.latchkey.TransportResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.Response;

/** Reads the response of an {@link OkHttpTransport} to its end. */
final class TransportCallback implements Callback {
  final CompletableFuture<TransportResponse> response = new CompletableFuture<>();

  @Override
  public void onFailure(Call call, IOException e) {
    response.completeExceptionally(e);
  }

  @Override
  public void onResponse(Call call, Response answered) {
    try (answered) {
      response.complete(read(answered));
    } catch (Throwable e) {
      response.completeExceptionally(e);
    }
  }

  private static TransportResponse read(Response answered) throws IOException {
    Headers headers = answered.headers();
    Map<String, String> first = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < headers.size(); i++) {
      first.putIfAbsent(headers.name(i), headers.value(i));
    }
    return TransportResponse.read(
        ResponseHead.of(answered.code(), first), answered.body().byteStream());
  }
}
