package dev.latchkey.signatures;

import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.SentRequest;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the signature of what arrives with AWS's own signer.
 *
 * @param service what is signed for
 * @param origin of the server
 */
record AwsVerifier(String service, String origin) {

  /** Whether a request is signed by somebody, at the time that it tells. */
  boolean accepts(SentRequest request, AwsCredentials credentials) {
    String authorization = request.header("Authorization");
    if (authorization.isEmpty()) {
      return false;
    }
    String names = authorization.replaceAll(".*SignedHeaders=|, Signature=.*", "");
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : names.split(";", -1)) {
      headers.put(name, request.values(name));
    }
    boolean isUnsigned = request.header("x-amz-content-sha256").equals("UNSIGNED-PAYLOAD");
    return authorization.equals(
        new AwsSdkSigner(service, credentials, clock(request))
            .sign(
                request.method(),
                URI.create(origin + request.target()),
                headers,
                isUnsigned ? null : request.bytes())
            .firstMatchingHeader("Authorization")
            .orElseThrow());
  }

  private static Clock clock(SentRequest request) {
    return ManualClock.at(
        request
            .header("X-Amz-Date")
            .replaceAll("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
  }
}
