package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.ResponseHead;
import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsSigV4Test {
  private static final AwsCredentials FIXED = AwsCredentials.of("AKIAFIXED", "s3cret");
  private static final AwsCredentials TEMPORARY = AwsCredentials.of("ASIATEMP", "s3cret", "t0ken");

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final AwsSigV4 scheme = AwsSigV4.of("eu-central-1", "s3", FIXED);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept-Encoding",
        "Authorization",
        "Connection",
        "Cookie",
        "Expect",
        "Forwarded",
        "Keep-Alive",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "TE",
        "Traceparent",
        "Tracestate",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "User-Agent",
        "Via",
        "X-Amzn-Trace-Id",
        "X-Forwarded-For",
      })
  void headersThatAreChangedOnTheWayAreNotSigned(String name) throws Exception {
    assertThat(headers(scheme, Map.of(name, "value", "X-Custom", "value")).get("Authorization"))
        .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-custom,");
  }

  @ParameterizedTest
  @CsvSource({
    "400, ExpiredTokenException, true",
    "403, ExpiredTokenException:http://internal.amazon.com/coral/com.amazon.coral.service/, true",
    "403, com.amazon.coral.service#UnrecognizedClientException, true",
    "403, InvalidSignatureException, true",
    "400, RequestTimeTooSkewed, true",
    "401, AuthFailure, true",
    "403, AccessDeniedException, false",
    "401, AccessDeniedException, false",
    "400, ValidationException, false",
    "400, ThrottlingException:, false",
    "500, ExpiredTokenException, false",
    "404, ExpiredTokenException, false",
  })
  void theNamedErrorTellsWhetherAnotherCredentialHelps(int status, String type, boolean refusal) {
    assertThat(scheme.isRefusal(ResponseHead.of(status, Map.of("x-amzn-ErrorType", type))))
        .isEqualTo(refusal);
  }

  @ParameterizedTest
  @CsvSource({"400, true", "401, true", "403, true", "200, false", "404, false", "500, false"})
  void withoutANamedErrorEach400And401And403IsARefusal(int status, boolean refusal)
      throws Exception {
    AwsSigV4 rotating = AwsSigV4.of("eu-central-1", "s3", () -> TEMPORARY);
    assertThat(isRefusal(rotating, status)).isEqualTo(refusal);
    headers(rotating, Map.of());
    assertThat(isRefusal(rotating, status)).isEqualTo(refusal);
    assertThat(isRefusal(scheme, status)).isEqualTo(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Signature=00ff, false",
    "a&X-Amz-Signature, false",
    "X%2DAmz-Signature=, false",
    "a=X-Amz-Signature=1, true",
    "X-Amz-Signature2=1, true",
    "x-amz-signature=1, true",
  })
  void aPresignedRequestIsTheCallers(String query, boolean signed) throws Exception {
    URI uri = URI.create("https://bucket.s3.eu-central-1.amazonaws.com/?" + query);
    assertThat(scheme.issue(IssueContext.of("GET", uri, clock)).headers().isEmpty())
        .isNotEqualTo(signed);
  }

  private static boolean isRefusal(AwsSigV4 scheme, int status) {
    return scheme.isRefusal(ResponseHead.of(status, Map.of()));
  }

  @Test
  void timesHaveTwoDigitsAndNoFraction() throws Exception {
    ManualClock early = ManualClock.at("2026-03-01T01:02:03.456Z");
    URI uri = URI.create("https://bucket.s3.eu-central-1.amazonaws.com/");
    assertThat(scheme.issue(IssueContext.of("GET", uri, early)).headers())
        .containsEntry("X-Amz-Date", "20260301T010203Z");
  }

  @Test
  void theKeyIsDerivedOnceADayAndForOtherCredentials() throws Exception {
    AtomicInteger id = new AtomicInteger();
    AwsSigV4 rotating =
        AwsSigV4.of("eu-central-1", "s3", () -> AwsCredentials.of("ID" + id.get(), "s3cret"));
    headers(rotating, Map.of());
    AwsSigV4Key first = rotating.lastKey;
    clock.advance(Duration.ofHours(11));
    headers(rotating, Map.of());
    assertThat(rotating.lastKey).isSameAs(first);
    clock.advance(Duration.ofHours(1));
    headers(rotating, Map.of());
    assertThat(rotating.lastKey).isNotSameAs(first);
    id.incrementAndGet();
    assertThat(headers(rotating, Map.of()).get("Authorization"))
        .contains("Credential=ID1/20260302/");
  }

  @Test
  void aTokenThatChangesAloneIsSent() throws Exception {
    AtomicInteger token = new AtomicInteger();
    AwsSigV4 rotating =
        AwsSigV4.of(
            "eu-central-1", "s3", () -> AwsCredentials.of("ID", "s3cret", "t" + token.get()));
    headers(rotating, Map.of());
    token.incrementAndGet();
    assertThat(headers(rotating, Map.of())).containsEntry("X-Amz-Security-Token", "t1");
  }

  @Test
  void manyThreadsSignWithTheCredentialsThatTheyGot() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AwsSigV4 rotating =
        AwsSigV4.of("eu", "s3", () -> asked.incrementAndGet() % 2 == 0 ? FIXED : TEMPORARY);
    List<Map<String, String>> expected =
        List.of(
            headers(AwsSigV4.of("eu", "s3", FIXED), Map.of()),
            headers(AwsSigV4.of("eu", "s3", TEMPORARY), Map.of()));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Map<String, String>>> signed = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        signed.add(threads.submit(() -> headers(rotating, Map.of())));
      }
      for (Future<Map<String, String>> headers : signed) {
        assertThat(headers.get(20, TimeUnit.SECONDS)).isIn(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aSupplierWithoutCredentialsIsNamed() {
    AwsSigV4 empty = AwsSigV4.of("eu-central-1", "s3", () -> null);
    assertThatThrownBy(() -> headers(empty, Map.of()))
        .isInstanceOf(CredentialException.class)
        .hasMessage("the supplier of AWS credentials returned null");
  }

  @Test
  void fixedCredentialsDoNotBlock() {
    assertThat(scheme.mayBlock()).isFalse();
    assertThat(AwsSigV4.of("eu-central-1", "s3", () -> FIXED).mayBlock()).isTrue();
  }

  @Test
  void textShowsNoSecret() throws Exception {
    headers(scheme, Map.of());
    assertThat(scheme).hasToString("AwsSigV4[eu-central-1/s3]");
  }

  private Map<String, String> headers(AwsSigV4 scheme, Map<String, String> headers)
      throws Exception {
    URI uri = URI.create("https://bucket.s3.eu-central-1.amazonaws.com/");
    return scheme.issue(IssueContext.of("GET", uri, headers, clock)).headers();
  }
}
