package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssueContext;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts that {@link URI} does not take for hosts, but OkHttp and container networks do. */
class HttpSignatureHostTest {

  @ParameterizedTest
  @CsvSource({
    "http://my_minio:9000/b, my_minio:9000",
    "https://my_bucket.s3.amazonaws.com/, my_bucket.s3.amazonaws.com",
    "https://u:p@my_host:443/, my_host",
    "http://My_Host:/, my_host",
  })
  void aHostWithAnUnderscoreIsTheAuthority(URI url, String authority) throws Exception {
    AtomicReference<String> base = new AtomicReference<>();
    SigningKey recording =
        SigningKey.remote(
            "k",
            SigningAlgorithm.EDDSA,
            message -> {
              base.set(new String(message, java.nio.charset.StandardCharsets.US_ASCII));
              return new byte[64];
            });

    HttpSignature.signedWith(recording)
        .components("@authority")
        .build()
        .issue(IssueContext.of("GET", url, Map.of(), ManualClock.at("2026-03-01T12:00:00Z")));

    assertThat(base.get()).startsWith("\"@authority\": " + authority + "\n");
  }
}
