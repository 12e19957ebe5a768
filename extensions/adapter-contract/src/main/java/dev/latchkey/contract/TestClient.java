package dev.latchkey.contract;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The client under test, with a keyring and an adapter. It follows redirects of every kind, and is
 * used by several threads at once.
 */
public interface TestClient {

  /** How a call is made. */
  enum Mode {
    /** The calling thread waits. */
    SYNC,
    /** The client calls back, and {@link TestClient#send} waits for that. */
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
   * A call to make. Its body, if it has one, is the text {@code a body}.
   *
   * @param method the method
   * @param uri the URI
   * @param headers the headers that the caller sets
   * @param body the kind of body
   */
  record Call(String method, URI uri, Map<String, String> headers, Body body) {
    /** Returns a GET without headers. */
    public static Call get(URI uri) {
      return new Call("GET", uri, Map.of(), Body.NONE);
    }

    /** Returns a POST without headers. */
    public static Call post(URI uri, Body body) {
      return new Call("POST", uri, Map.of(), body);
    }

    /** Returns a copy with this value of a header. */
    public Call with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Call(method, uri, more, body);
    }

    /** Returns the method, the path and the names of the headers; the rest may have a secret. */
    @Override
    public String toString() {
      return "Call[" + method + " " + uri.getRawPath() + " " + headers.keySet() + "]";
    }
  }

  /**
   * The response that the caller of the client gets.
   *
   * @param status the status code
   * @param body the body
   * @param shown all that a caller can print of the response, its requests and earlier responses:
   *     the contract looks for credentials in it
   */
  record Answer(int status, String body, String shown) {

    /** Returns the status; the rest may have a secret. */
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /**
   * Makes a call and waits for its end.
   *
   * @throws IOException what the client throws, not wrapped
   */
  Answer send(Call call, Mode mode) throws IOException, InterruptedException;
}
