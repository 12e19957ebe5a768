package dev.latchkey.examples.tool;

import dev.latchkey.examples.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** A host that belongs to somebody else, to which a vendor redirects. */
final class ForeignHost implements AutoCloseable {

  /**
   * What came since it was last asked.
   *
   * @param saw the credentials that came along, shortened; there ought to be none
   */
  record Visit(int requests, List<String> saw) {}

  private final LoopbackServer server;
  private int requests;
  private final List<String> saw = new ArrayList<>();

  private ForeignHost() throws IOException {
    this.server = LoopbackServer.start("localhost", this::answer);
  }

  static ForeignHost start() throws IOException {
    return new ForeignHost();
  }

  URI uri() {
    return server.uri("/welcome");
  }

  synchronized Visit takeVisit() {
    Visit visit = new Visit(requests, List.copyOf(saw));
    requests = 0;
    saw.clear();
    return visit;
  }

  private synchronized MockResponse answer(RecordedRequest request) {
    requests++;
    saw.addAll(Transport.shortened(Transport.credentials(request.getHeaders())));
    return new MockResponse.Builder().body("foreign\n").build();
  }

  @Override
  public void close() {
    server.close();
  }
}
