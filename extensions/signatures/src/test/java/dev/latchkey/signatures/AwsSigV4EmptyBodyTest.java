package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssueContext;
import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsSigV4EmptyBodyTest {

  /** Over HTTP/2 the JDK's client does not send the length of an empty body. */
  @ParameterizedTest
  @CsvSource({"0, host", "7, content-length;host"})
  void theLengthOfAnEmptyBodyIsNotSigned(String length, String signed) throws Exception {
    AwsSigV4 scheme = AwsSigV4.of("eu-central-1", "s3", AwsCredentials.of("ID", "s3cret"));
    URI uri = URI.create("https://bucket.s3.eu-central-1.amazonaws.com/");
    Map<String, String> sent =
        scheme
            .issue(
                IssueContext.of(
                    "POST",
                    uri,
                    Map.of("Content-Length", length),
                    ManualClock.at("2026-03-01T12:00:00Z")))
            .headers();

    assertThat(sent.get("Authorization"))
        .contains("SignedHeaders=" + signed + ";x-amz-content-sha256;x-amz-date,");
  }
}
