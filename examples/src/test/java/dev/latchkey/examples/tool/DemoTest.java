package dev.latchkey.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Keyring;
import dev.latchkey.testing.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class DemoTest {
  private final ManualClock clock = ManualClock.at("2026-08-01T12:00:00Z");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void allVendorsAcceptBothClientsAndNothingLeaks() throws IOException {
    Path folder;
    try (EmbeddedVendors street = new EmbeddedVendors(clock, UnaryOperator.identity())) {
      folder = street.authgearKeys.folder();

      int exitCode = new Demo(Output.stream(out)).run(street, clock);

      assertThat(exitCode).as(printed()).isZero();
      assertThat(printed()).containsPattern("All \\d+ checks passed\n");
      for (EmbeddedVendor vendor : street.vendors()) {
        assertThat(vendor.everything()).isNotEmpty();
        assertThat(vendor.everything()).noneMatch(value -> printed().contains(value));
        for (String client : List.of("okhttp", "jdk")) {
          assertThat(rows(vendor.name(), client))
              .anyMatch(row -> row.contains("10 calls") && row.contains("200"))
              .anyMatch(row -> row.contains("307") && row.endsWith("nothing"));
        }
      }
      assertThat(street.accounts.secrets()).noneMatch(secret -> printed().contains(secret));
    }
    assertThat(folder).doesNotExist();
    assertThat(printed().lines()).allMatch(line -> line.length() <= 120);
  }

  @Test
  void theProgramWithoutArgumentsIsThisJob() {
    Output output = Output.of(Map.of(), Clock.systemUTC());

    assertThat(output.exitCode()).as(output.out()).isZero();
    assertThat(output.out()).contains("checks passed");
    assertThat(output.err()).isEmpty();
  }

  @Test
  void aVendorThatRefusesIsADifference() throws IOException {
    int exitCode =
        run(
            List.of(Caller::okHttp),
            verifier -> verifier instanceof MayaOnlineVerifier ? refusing(verifier) : verifier);

    assertThat(exitCode).isEqualTo(1);
    assertThat(printed())
        .contains("maya-online, okhttp, 10 calls: the status is 401, and should be 200")
        .containsPattern("\\d+ of \\d+ checks failed\n")
        .doesNotContain("checks passed");
  }

  @Test
  void aVendorThatRefusesOnceIsADifference() throws IOException {
    int exitCode = run(List.of(Caller::jdk), DemoTest::refusingOnce);

    assertThat(exitCode).isEqualTo(1);
    assertThat(printed())
        .contains("status-entry, jdk, 10 calls: requests refused is 1, and should be 0");
  }

  @Test
  void aClientThatLeaksIsADifference() throws IOException {
    int exitCode = run(List.of(Leaking::new), UnaryOperator.identity());

    assertThat(exitCode).isEqualTo(1);
    assertThat(printed())
        .contains("api-key, leaking, 307, 1 call: what the foreign host saw is x-api-key: ")
        .contains(
            "authgear-admin, leaking, new key, 5 calls: the status is 403, and should be 200");
  }

  private int run(List<Function<Keyring, Caller>> clients, UnaryOperator<Verifier> verifiers)
      throws IOException {
    try (EmbeddedVendors street = new EmbeddedVendors(clock, verifiers)) {
      return new Demo(Output.stream(out), clients).run(street, clock);
    }
  }

  private List<String> rows(String vendor, String client) {
    return printed().lines().filter(line -> line.matches(vendor + " +" + client + " .*")).toList();
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Verifier refusing(Verifier verifier) {
    return verifier(
        request -> {
          throw new Refused("told to refuse");
        },
        verifier);
  }

  private static Verifier refusingOnce(Verifier verifier) {
    Set<String> done = new HashSet<>();
    return verifier(
        request -> {
          Refused.unless(!done.add("once"), "told to refuse once");
          verifier.verify(request);
        },
        verifier);
  }

  private interface Check {
    void verify(RecordedRequest request) throws Refused;
  }

  private static Verifier verifier(Check check, Verifier otherwise) {
    return new Verifier() {
      @Override
      public void verify(RecordedRequest request) throws Refused {
        check.verify(request);
      }

      @Override
      public MockResponse refusal() {
        return otherwise.refusal();
      }
    };
  }

  /** What one does without an adapter: OkHttp forwards the headers, and nothing is sent again. */
  private static final class Leaking implements Caller {
    private final Keyring keyring;
    private final OkHttpClient client = new OkHttpClient();

    Leaking(Keyring keyring) {
      this.keyring = keyring;
    }

    @Override
    public String name() {
      return "leaking";
    }

    @Override
    public Answer send(Outgoing outgoing) throws IOException {
      Request.Builder request = new Request.Builder().url(outgoing.uri().toString());
      keyring.headersFor(outgoing.method(), outgoing.uri()).forEach(request::header);
      try (Response response = client.newCall(request.build()).execute()) {
        return new Answer("HTTP/1.1", response.code(), response.body().string());
      }
    }
  }
}
