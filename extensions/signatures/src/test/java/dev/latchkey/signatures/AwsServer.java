package dev.latchkey.signatures;

import dev.latchkey.Moment;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;

/** A service on loopback that computes the signature of what arrives with AWS's own signer. */
final class AwsServer implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final String service;
  final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

  /** Responses other than 200, until there are none. */
  final List<MockResponse> refusals = new CopyOnWriteArrayList<>();

  AwsServer(String service) throws Exception {
    this.service = service;
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            return refusals.isEmpty()
                ? new MockResponse.Builder().body("ok").build()
                : refusals.remove(0);
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  String origin() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** Returns a refusal with the name of an error, or without one. */
  static MockResponse refusal(int status, String type) {
    MockResponse.Builder refusal = new MockResponse.Builder().code(status).body("<Error/>");
    return (type == null ? refusal : refusal.addHeader("x-amzn-ErrorType", type)).build();
  }

  RecordedRequest last() {
    return requests.get(requests.size() - 1);
  }

  /** Returns whether the last request is signed by somebody, at the time that it tells. */
  boolean isSigned(AwsCredentials credentials) {
    return isSigned(credentials, last().getTarget(), bodyOfLast());
  }

  ByteString bodyOfLast() {
    ByteString body = last().getBody();
    return body == null ? ByteString.EMPTY : body;
  }

  boolean isSigned(AwsCredentials credentials, String target, ByteString body) {
    RecordedRequest request = last();
    String authorization = request.getHeaders().get("Authorization");
    if (authorization == null) {
      return false;
    }
    String names = authorization.replaceAll(".*SignedHeaders=|, Signature=.*", "");
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : names.split(";", -1)) {
      headers.put(name, request.getHeaders().values(name));
    }
    boolean isUnsigned =
        "UNSIGNED-PAYLOAD".equals(request.getHeaders().get("x-amz-content-sha256"));
    byte[] signed = isUnsigned ? null : body.toByteArray();
    return authorization.equals(
        new AwsSdkSigner(service, credentials, clock(request))
            .sign(request.getMethod(), URI.create(origin() + target), headers, signed)
            .firstMatchingHeader("Authorization")
            .orElseThrow());
  }

  private static Clock clock(RecordedRequest request) {
    String date = request.getHeaders().get("X-Amz-Date");
    return Moment.at(date.replaceAll("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
  }

  @Override
  public void close() {
    server.close();
  }
}
