package dev.latchkey.contract;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** A client under test that sends bodies of every kind. */
public interface BodyClient extends TestClient {

  /**
   * Sends a body by POST, or none by GET, and waits for the end of the call.
   *
   * @throws IOException what the client throws, not wrapped
   */
  Answer send(URI uri, Map<String, String> headers, TestBody body, Mode mode)
      throws IOException, InterruptedException;
}
