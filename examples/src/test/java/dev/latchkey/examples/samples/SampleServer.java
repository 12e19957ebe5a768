package dev.latchkey.examples.samples;

import dev.latchkey.examples.LoopbackServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** A server that a sample calls, and what it was sent. */
final class SampleServer implements AutoCloseable {
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final LoopbackServer server;

  private SampleServer(Function<RecordedRequest, MockResponse> answer) throws IOException {
    server =
        LoopbackServer.start(
            "127.0.0.1",
            request -> {
              requests.add(request);
              return answer.apply(request);
            });
  }

  /** Starts one that accepts everything: what arrived is checked afterwards. */
  static SampleServer answering(Function<RecordedRequest, MockResponse> answer) throws IOException {
    return new SampleServer(answer);
  }

  static SampleServer answering(String json) throws IOException {
    return answering(
        request ->
            new MockResponse.Builder()
                .setHeader("Content-Type", "application/json")
                .body(json)
                .build());
  }

  String origin() {
    return server.origin();
  }

  /** Returns method and target of each request. */
  List<String> lines() {
    return requests.stream().map(each -> each.getMethod() + " " + each.getTarget()).toList();
  }

  List<RecordedRequest> requests() {
    return requests;
  }

  /** Returns the values of a header in each request, or null where there is none. */
  List<@Nullable String> headers(String name) {
    return requests.stream()
        .map(each -> each.getHeaders().values(name))
        .map(values -> values.isEmpty() ? null : String.join(", ", values))
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
