package dev.latchkey.examples.tool;

import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * What a vendor's server checks of a request, written from the vendor's document and with the JDK's
 * cryptography: Latchkey is not checked by Latchkey.
 */
public interface Verifier {

  /** Returns if the request carries exactly what the document asks for. */
  void verify(RecordedRequest request) throws Refused;

  /** What this vendor answers to a request that it does not accept. */
  MockResponse refusal();

  /** The answer of most vendors. */
  static MockResponse unauthorized(String json) {
    return new MockResponse.Builder()
        .code(401)
        .setHeader("Content-Type", "application/json")
        .body(json)
        .build();
  }

  /** The one value of a header that must be there once. */
  static String header(RecordedRequest request, String name) throws Refused {
    var values = request.getHeaders().values(name);
    Refused.unless(values.size() == 1, name + " is there " + values.size() + " times");
    return values.get(0);
  }

  /** What follows the scheme word, which is compared with its case. */
  static String authorization(RecordedRequest request, String word) throws Refused {
    String value = header(request, "Authorization");
    Refused.unless(value.startsWith(word + " "), "the scheme is not " + word);
    return value.substring(word.length() + 1);
  }
}
