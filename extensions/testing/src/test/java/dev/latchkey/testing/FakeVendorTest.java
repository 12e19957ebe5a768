package dev.latchkey.testing;

import static dev.latchkey.testing.Caller.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeVendorTest {
  private final FakeVendor vendor = FakeVendor.start();

  @AfterEach
  void close() {
    vendor.close();
  }

  @Test
  void aHeaderIsAcceptedByItsValue() throws Exception {
    vendor.accept(Check.header("x-api-key", "k1")).reply(Reply.of(201, "made"));

    assertThat(get(vendor.uri("/a"), "X-Api-Key", "k1").body()).isEqualTo("made");
    assertThat(get(vendor.uri("/a?b=c"), "x-api-key", "k2").statusCode()).isEqualTo(401);
    assertThat(get(vendor.uri("/a")).statusCode()).isEqualTo(401);
    assertThat(get(vendor.uri("/a"), "x-api-key", "k1", "x-api-key", "k1").statusCode())
        .isEqualTo(401);
    assertThat(vendor.requests()).hasSize(4);
    assertThat(vendor.accepted()).containsExactly(vendor.requests().get(0));
    assertThat(vendor.refused()).isEqualTo(vendor.requests().subList(1, 4));
    assertThat(vendor.refusals())
        .containsExactly(
            "GET /a: x-api-key has another value",
            "GET /a: x-api-key is missing",
            "GET /a: x-api-key was sent 2 times");
  }

  @Test
  void aRefusalIsA401WithItsReasonAndADate() throws Exception {
    vendor.accept(Check.header("x-api-key", "k1"));

    HttpResponse<String> refusal = get(vendor.uri("/a"));

    assertThat(refusal.statusCode()).isEqualTo(401);
    assertThat(refusal.headers().allValues("WWW-Authenticate"))
        .containsExactly("Bearer error=\"invalid_token\"");
    assertThat(refusal.headers().allValues("Date"))
        .containsExactly("Thu, 01 Jan 2026 00:00:00 GMT");
    assertThat(refusal.body()).isEqualTo("x-api-key is missing");
  }

  @Test
  void aVendorMayRefuseByAnotherStatus() throws Exception {
    vendor.accept(Check.header("x-api-key", "k1")).refuseWith(403).refuseNext(1).refuseNext(1, 418);

    assertThat(get(vendor.uri("/a"), "x-api-key", "k1").statusCode()).isEqualTo(403);
    assertThat(get(vendor.uri("/a"), "x-api-key", "k1").statusCode()).isEqualTo(418);
    HttpResponse<String> refusal = get(vendor.uri("/a"));
    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(refusal.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(get(vendor.uri("/a"), "x-api-key", "k1").statusCode()).isEqualTo(200);
  }

  @Test
  void aVendorThatWasToldNothingRefusesAndSaysSo() throws Exception {
    assertThat(get(vendor.uri("/a")).statusCode()).isEqualTo(401);
    assertThat(vendor.refusals())
        .containsExactly("GET /a: this vendor accepts nothing yet: call accept");
  }

  @Test
  void basicIsAcceptedByUserIdAndPassword() throws Exception {
    vendor.accept(Check.basic("me", "pass:wörd"));

    String pair = Base64.getEncoder().encodeToString("me:pass:wörd".getBytes(UTF_8));
    assertThat(get(vendor.uri("/"), "Authorization", "Basic " + pair).statusCode()).isEqualTo(200);
    assertThat(get(vendor.uri("/"), "Authorization", "Basic bWU6").statusCode()).isEqualTo(401);
  }

  @Test
  void aQueryParameterIsAcceptedByItsDecodedValue() throws Exception {
    vendor.accept(Check.query("key", "a b&c"));

    assertThat(get(vendor.uri("/?x=1&key=a%20b%26c")).statusCode()).isEqualTo(200);
    assertThat(get(vendor.uri("/?key=other")).statusCode()).isEqualTo(401);
    assertThat(get(vendor.uri("/?x=1")).statusCode()).isEqualTo(401);
    assertThat(get(vendor.uri("/")).statusCode()).isEqualTo(401);
    assertThat(vendor.refusals())
        .containsExactly(
            "GET /: query parameter key has another value",
            "GET /: query parameter key is missing",
            "GET /: query parameter key is missing");
  }

  @Test
  void aCheckOfTheTestsOwnSeesTheWholeRequest() throws Exception {
    vendor.accept(
        Check.matching(
            "x-signature",
            request -> request.header("x-signature").equals(request.method() + request.target())));

    assertThat(get(vendor.uri("/a?b"), "x-signature", "GET/a?b").statusCode()).isEqualTo(200);
    assertThat(get(vendor.uri("/a?c"), "x-signature", "GET/a?b").statusCode()).isEqualTo(401);
    assertThat(vendor.refusals()).containsExactly("GET /a: x-signature does not match");
  }

  @Test
  void aCheckThatThrowsRefusesAndNamesItsLineButNotItsMessage() throws Exception {
    vendor.accept(
        Check.matching(
            "x-api-key",
            request -> {
              throw new IllegalStateException(request.header("x-api-key"));
            }));

    assertThat(get(vendor.uri("/"), "x-api-key", "k1-secret").statusCode()).isEqualTo(401);
    assertThat(vendor.refusals().get(0))
        .contains("the check failed: java.lang.IllegalStateException at ")
        .contains("FakeVendorTest.java:")
        .doesNotContain("k1-secret");
  }

  @Test
  void allOfWantsAllAndAcceptWantsOne() throws Exception {
    vendor.accept(
        Check.allOf(Check.header("x-app-key", "app"), Check.header("x-api-key", "user")),
        Check.header("x-admin", "root"));

    assertThat(get(vendor.uri("/"), "x-app-key", "app", "x-api-key", "user").statusCode())
        .isEqualTo(200);
    assertThat(get(vendor.uri("/"), "x-admin", "root").statusCode()).isEqualTo(200);
    assertThat(get(vendor.uri("/"), "x-app-key", "app").statusCode()).isEqualTo(401);
    assertThat(vendor.refusals())
        .containsExactly("GET /: x-api-key is missing; x-admin is missing");
  }

  @Test
  void theNextRequestsAreRefusedOrFailedInTheOrderThatTheTestSaid() throws Exception {
    vendor
        .accept(Check.header("x-api-key", "k1"))
        .refuseNext(1)
        .refuseNext(1, 403)
        .failNext(2, 503)
        .failNext(1, 429, Duration.ofSeconds(10));

    List<Integer> statuses = new ArrayList<>();
    HttpResponse<String> response = null;
    for (int i = 0; i < 5; i++) {
      response = get(vendor.uri("/"), "x-api-key", "k1");
      statuses.add(response.statusCode());
    }

    assertThat(statuses).containsExactly(401, 403, 503, 503, 429);
    assertThat(response.headers().firstValue("Retry-After")).contains("10");
    assertThat(get(vendor.uri("/"), "x-api-key", "k1").statusCode()).isEqualTo(200);
    assertThat(vendor.refused()).hasSize(2);
    assertThat(vendor.refusals()).containsOnly("GET /: refused by refuseNext");
    assertThat(vendor.accepted()).hasSize(1);
  }

  @Test
  void aRevokedKeyIsRefusedBeforeAndAfterItsFirstUseAndARotatedOneIsAccepted() throws Exception {
    vendor
        .accept(Check.header("x-api-key", "k1"), Check.allOf(Check.header("x-app-key", "app")))
        .revoke();

    assertThat(get(vendor.uri("/"), "x-api-key", "k1").statusCode()).isEqualTo(401);
    assertThat(get(vendor.uri("/"), "x-app-key", "app").statusCode()).isEqualTo(401);
    vendor.rotate(Check.header("x-api-key", "k2"));
    assertThat(get(vendor.uri("/"), "x-api-key", "k2").statusCode()).isEqualTo(200);
    assertThat(get(vendor.uri("/"), "x-app-key", "app").statusCode()).isEqualTo(401);
    assertThat(vendor.refusals())
        .containsExactly(
            "GET /: the credential was revoked; x-app-key is missing",
            "GET /: x-api-key is missing; the credential was revoked",
            "GET /: x-api-key is missing");
  }

  @Test
  void aTokenThatWasSentDuringAnOutageIsRevokedToo() throws Exception {
    vendor.accept(Check.matching("x-key", request -> true)).failNext(1, 503);

    assertThat(get(vendor.uri("/"), "x-key", "k1").statusCode()).isEqualTo(503);
    vendor.revoke();
    assertThat(get(vendor.uri("/"), "x-key", "k1").statusCode()).isEqualTo(401);
    assertThat(get(vendor.uri("/"), "x-key", "k2").statusCode()).isEqualTo(200);
  }

  @Test
  void anAcceptedRequestToAPathIsRedirected() throws Exception {
    try (FakeVendor elsewhere = FakeVendor.start()) {
      vendor
          .accept(Check.header("x-api-key", "k1"))
          .redirect("/old", elsewhere.uri("/new").toString());

      HttpResponse<String> moved = get(vendor.uri("/old?a=b"), "x-api-key", "k1");

      assertThat(moved.statusCode()).isEqualTo(307);
      assertThat(moved.headers().firstValue("Location")).contains(elsewhere.uri("/new").toString());
      assertThat(get(vendor.uri("/old")).statusCode()).isEqualTo(401);
      assertThat(get(vendor.uri("/other"), "x-api-key", "k1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aReplyMayDependOnTheRequestHaveADateAndThrow() throws Exception {
    vendor
        .accept(Check.header("x-api-key", "k1"))
        .reply(
            request ->
                request.path().equals("/bad")
                    ? request.values("x-none").stream().map(v -> Reply.of(1, v)).findFirst().get()
                    : Reply.of(200, request.target()).with("date", "yesterday"));

    HttpResponse<String> response = get(vendor.uri("/a?b"), "x-api-key", "k1");
    assertThat(response.body()).isEqualTo("/a?b");
    assertThat(response.headers().allValues("Date")).containsExactly("yesterday");
    HttpResponse<String> bad = get(vendor.uri("/bad"), "x-api-key", "k1");
    assertThat(bad.statusCode()).isEqualTo(500);
    assertThat(bad.body()).contains("java.util.NoSuchElementException at ");
  }

  @Test
  void aHeadIsAnsweredWithoutABodyAndTheNextRequestOnItsConnectionIsToo() throws Exception {
    vendor.accept(Check.header("x-api-key", "k1"));
    HttpRequest head =
        HttpRequest.newBuilder(vendor.uri("/"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();

    HttpResponse<String> response = Caller.CLIENT.send(head, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEmpty();
    assertThat(get(vendor.uri("/"), "x-api-key", "k1").body()).isEqualTo("ok");
  }

  @Test
  void itsDateIsThatOfItsClockAndItsOffset() throws Exception {
    vendor.clock().advance(Duration.ofMinutes(1));
    vendor.clockOffset(Duration.ofSeconds(-3));

    assertThat(get(vendor.uri("/")).headers().firstValue("Date"))
        .contains("Thu, 01 Jan 2026 00:00:57 GMT");
  }

  @Test
  void aVendorWithAClockOfAnotherTypeHasNoneThatCanBeMoved() {
    ManualClock shared = ManualClock.at("2026-03-01T12:00:00Z");
    try (FakeVendor one = FakeVendor.start(shared);
        FakeVendor other = FakeVendor.start(Clock.systemUTC())) {
      assertThat(one.clock()).isSameAs(shared);
      assertThatThrownBy(other::clock).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void itSpeaksTls() throws Exception {
    HandshakeCertificates certificates = LoopbackCertificates.of();
    try (FakeVendor tls = FakeVendor.startTls(certificates, vendor.clock())) {
      tls.accept(Check.header("x-api-key", "k1"));
      HttpClient client = HttpClient.newBuilder().sslContext(certificates.sslContext()).build();
      HttpRequest request = HttpRequest.newBuilder(tls.uri("/")).header("x-api-key", "k1").build();

      assertThat(tls.origin()).startsWith("https://127.0.0.1:");
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void requestsAtOnceAreEachCountedOnce() throws Exception {
    int half = 40;
    vendor.accept(Check.header("x-api-key", "k1")).refuseNext(half);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Integer> call = () -> get(vendor.uri("/"), "x-api-key", "k1").statusCode();
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 2 * half; i++) {
        calls.add(threads.submit(call));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> each : calls) {
        statuses.add(each.get(60, TimeUnit.SECONDS));
      }

      assertThat(statuses).filteredOn(status -> status == 200).hasSize(half);
      assertThat(vendor.accepted()).hasSize(half).doesNotHaveDuplicates();
      assertThat(vendor.refusals()).hasSize(half);
      assertThat(vendor.refused()).hasSize(half).doesNotContainAnyElementsOf(vendor.accepted());
    } finally {
      threads.shutdownNow();
    }
  }
}
