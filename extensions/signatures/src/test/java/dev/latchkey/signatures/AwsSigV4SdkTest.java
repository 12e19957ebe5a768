package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthCall;
import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import dev.latchkey.testing.ManualClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import software.amazon.awssdk.http.SdkHttpRequest;

/** What AWS's own signer makes of the same request. */
class AwsSigV4SdkTest {
  private static final int REQUESTS = 600;
  private static final List<String> SERVICES = List.of("s3", "execute-api", "dynamodb");
  private static final List<AwsCredentials> CREDENTIALS =
      List.of(
          AwsCredentials.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
          AwsCredentials.of("ASIAEXAMPLE", "other/secret", "session/token+=="));

  private final ManualClock clock = ManualClock.at("2026-03-01T23:50:00Z");
  private AwsCredentials current = CREDENTIALS.get(0);

  @Test
  void requestsOfAllKindsAreSignedAsTheAwsSdkSignsThem(TestReporter reporter) throws Exception {
    long seed = Long.getLong("latchkey.seed", new Random().nextLong());
    reporter.publishEntry("latchkey.seed", Long.toString(seed));
    Keyring.Builder origins = Keyring.builder().clock(clock);
    for (String service : SERVICES) {
      origins.add(origin(service), AwsSigV4.of(AwsSdkSigner.REGION, service, () -> current));
    }
    try (Keyring keyring = origins.build()) {
      for (int i = 0; i < REQUESTS; i++) {
        Random random = new Random(seed + i);
        String service = SERVICES.get(random.nextInt(SERVICES.size()));
        current = CREDENTIALS.get(random.nextInt(CREDENTIALS.size()));
        clock.advance(Duration.ofSeconds(random.nextInt(10)));
        AwsRandomRequest request = new AwsRandomRequest(random, origin(service));
        Credential credential =
            AuthCall.await(keyring.newCall().attempt(request).credential(), () -> false);
        assertThat(credential.headers())
            .as("seed %s, %s, %s", seed + i, service, request)
            .isEqualTo(expected(request, service));
      }
    }
  }

  private Map<String, String> expected(AwsRandomRequest request, String service) {
    boolean isUnsigned = service.equals("s3") && !request.isReadable();
    byte[] body = request.body == null ? new byte[0] : request.body;
    SdkHttpRequest signed =
        new AwsSdkSigner(service, current, clock)
            .sign(request.method(), request.uri(), request.sentHeaders(), isUnsigned ? null : body);
    Map<String, String> expected = new HashMap<>();
    for (String name : AwsSigV4.of("r", service, current).headerNames()) {
      signed.firstMatchingHeader(name).ifPresent(value -> expected.put(name, value));
    }
    return expected;
  }

  private static String origin(String service) {
    return "https://" + service + ".example.com" + (service.equals("dynamodb") ? ":8443" : "");
  }
}
