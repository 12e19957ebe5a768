package dev.latchkey.contract;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client with a keyring, as the contract drives it. It follows redirects of every kind. */
public interface TestClient {

  /** How a call is made. */
  enum Mode {
    /** The calling thread waits. */
    SYNC,
    /** The client calls back, and the test waits for that. */
    ASYNC
  }

  /** What a body can do. */
  enum Body {
    /** There is none. */
    NONE,
    /** It can be sent again. */
    REPLAYABLE,
    /** It can be read once, and its length is not known. */
    ONE_SHOT
  }

  /**
   * A call to make; its body, if any, is {@code a body}.
   *
   * @param method its method
   * @param uri its URI
   * @param headers what the caller sets
   * @param body what kind of body it has
   */
  record Call(String method, URI uri, Map<String, String> headers, Body body) {
    /** A GET. */
    public static Call get(URI uri) {
      return new Call("GET", uri, Map.of(), Body.NONE);
    }

    /** A POST. */
    public static Call post(URI uri, Body body) {
      return new Call("POST", uri, Map.of(), body);
    }

    /** The same with one more header. */
    public Call with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Call(method, uri, more, body);
    }
  }

  /**
   * What came of a call.
   *
   * @param status the status
   * @param body the body
   * @param shown everything of the response and its requests that a caller can print
   */
  record Answer(int status, String body, String shown) {}

  /** Makes a call and waits for its end. */
  Answer send(Call call, Mode mode) throws IOException, InterruptedException;
}
