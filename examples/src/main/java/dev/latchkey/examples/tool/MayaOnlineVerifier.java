package dev.latchkey.examples.tool;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** MayaOnline's side of {@code Authorization: Basic}. */
final class MayaOnlineVerifier implements Verifier {
  private final String publicValue;
  private final String secretValue;

  MayaOnlineVerifier(String publicValue, String secretValue) {
    this.publicValue = publicValue;
    this.secretValue = secretValue;
  }

  @Override
  public void verify(RecordedRequest request) throws Refused {
    String encoded = Verifier.authorization(request, "Basic");
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refused("the pair is not in base64", e);
    }
    int colon = pair.indexOf(':');
    Refused.unless(colon >= 0, "the pair has no colon");
    Refused.unless(pair.substring(0, colon).equals(publicValue), "the public value differs");
    Refused.unless(pair.substring(colon + 1).equals(secretValue), "the secret value differs");
  }

  @Override
  public MockResponse refusal() {
    return Verifier.unauthorized(
            "{\"type\":\"error\",\"status\":401,\"code\":\"Unauthorized\","
                + "\"message\":\"Unauthorized\"}")
        .newBuilder()
        .setHeader("WWW-Authenticate", "Basic realm=\"Enter API access key and secret key\"")
        .build();
  }
}
