package dev.latchkey.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.examples.LoopbackServer;
import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallCommandTest {
  private static final String JSON =
      "{\"type\":\"apiKey\",\"publicValue\":\"PUBLIC\",\"secretValue\":\"secret-value\"}";

  private final ManualClock clock = ManualClock.at("2026-08-01T12:00:00Z");
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"okhttp", "jdk"})
  void statusEntryWithFiles(String client) throws IOException {
    EmbeddedVendor server = start(new StatusEntryVerifier("AK123", "SK456", clock));

    Output output =
        run(
            server,
            Map.of(),
            "--vendor=status-entry",
            "--client=" + client,
            "--access-key-file=" + file("ak", "AK123\n"),
            "--secret-key-file=" + file("sk", "SK456\r\n"));

    assertAccepted(server, output);
    assertThat(output.out()).isEqualTo("HTTP/1.1 200\n{\"vendor\":\"test\",\"ok\":true}\n");
  }

  @Test
  void statusEntryBoundToThePathWithVariables() throws IOException {
    EmbeddedVendor server = start(new StatusEntryVerifier("AK123", "SK456", clock));

    assertAccepted(
        server,
        run(
            server,
            Map.of("LATCHKEY_ACCESS_KEY", "AK123", "LATCHKEY_SECRET_KEY", "SK456"),
            "--vendor=status-entry",
            "--bound-to-path"));
  }

  @Test
  void anApiKeyAlone() throws IOException {
    EmbeddedVendor server = start(new ApiKeyVerifier("my-key", null, null, null, clock));

    assertAccepted(
        server,
        run(server, Map.of(), "--vendor=api-key", "--api-key-file=" + file("key", "my-key\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"okhttp", "jdk"})
  void aSignedApiKeyOfAnOrganization(String client) throws IOException {
    EmbeddedVendor server = start(new ApiKeyVerifier("my-key", "jwt", "app", "app-secret", clock));

    assertAccepted(
        server,
        run(
            server,
            Map.of("LATCHKEY_APP_SECRET", "app-secret"),
            "--vendor=api-key",
            "--client=" + client,
            "--api-key-file=" + file("key", "my-key"),
            "--jwt-key-file=" + file("jwt", "jwt\n"),
            "--app-key-file=" + file("app", "app\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"okhttp", "jdk"})
  void mayaOnlineWithTheAnswerToCreate(String client) throws IOException {
    EmbeddedVendor server = start(new MayaOnlineVerifier("PUBLIC", "secret-value"));

    assertAccepted(
        server,
        run(
            server,
            Map.of(),
            "--vendor=maya-online",
            "--client=" + client,
            "--api-key-json-file=" + file("key.json", JSON)));
  }

  @Test
  void mayaOnlineWithTheTwoValues() throws IOException {
    EmbeddedVendor server = start(new MayaOnlineVerifier("PUBLIC", "secret-value"));

    assertAccepted(
        server,
        run(
            server,
            Map.of("LATCHKEY_SECRET_VALUE", "secret-value"),
            "--vendor=maya-online",
            "--public-value-file=" + file("public", "PUBLIC\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"okhttp", "jdk"})
  void authgearWithAPemFile(String client) throws IOException {
    AuthgearKeys keys = keys();
    String keyId = keys.add(clock.instant());
    EmbeddedVendor server = start(new AuthgearVerifier("myapp", keys.onServer(), clock));

    assertAccepted(
        server,
        run(
            server,
            Map.of(),
            "--vendor=authgear-admin",
            "--client=" + client,
            "--project=myapp",
            "--key-file=" + keys.file(keyId),
            "--method=post",
            "--data={\"query\":\"{ users { totalCount } }\"}"));
  }

  @Test
  void authgearWithTheKeyInTheEnvironment() throws IOException {
    AuthgearKeys keys = keys();
    String keyId = keys.add(clock.instant());
    EmbeddedVendor server = start(new AuthgearVerifier("myapp", keys.onServer(), clock));

    assertAccepted(
        server,
        run(
            server,
            Map.of("LATCHKEY_PRIVATE_KEY", Files.readString(keys.file(keyId))),
            "--vendor=authgear-admin",
            "--project=myapp",
            "--key-id=" + keyId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"okhttp", "jdk"})
  void aRefusalIsPrintedAndExitsWith1(String client) throws IOException {
    EmbeddedVendor server = start(new MayaOnlineVerifier("PUBLIC", "other"));

    Output output =
        run(
            server,
            Map.of("LATCHKEY_API_KEY_JSON", JSON),
            "--vendor=maya-online",
            "--client=" + client);

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.out()).startsWith("HTTP/1.1 401\n{\"type\":\"error\"").endsWith("}\n");
    assertThat(output.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"okhttp", "jdk"})
  void nobodyListeningIsOneLineAndExitsWith1(String client) throws IOException {
    EmbeddedVendor server = start(new MayaOnlineVerifier("PUBLIC", "secret-value"));
    server.close();

    Output output =
        run(
            server,
            Map.of("LATCHKEY_API_KEY_JSON", JSON),
            "--vendor=maya-online",
            "--client=" + client);

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.out()).isEmpty();
    assertThat(output.err()).startsWith("latchkey: No response from " + server.origin() + ": ");
    assertThat(output.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"okhttp, text/csv", "jdk, text/csv", "okhttp, ''", "jdk, ''"})
  void theBodyAndItsContentTypeArrive(String client, String contentType) throws IOException {
    List<RecordedRequest> received = new ArrayList<>();
    LoopbackServer server =
        LoopbackServer.start(
            "127.0.0.1",
            request -> {
              received.add(request);
              return new MockResponse.Builder().code(204).build();
            });
    open.add(server);
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--vendor=api-key", "--url=" + server.uri("/"), "--client=" + client));
    args.addAll(List.of("--method=PUT", "--data=@" + file("body", "a,b\nä,ö\n")));
    if (!contentType.isEmpty()) {
      args.add("--header=content-type: " + contentType);
    }

    Output output =
        Output.of(Map.of("LATCHKEY_API_KEY", "my-key"), clock, args.toArray(String[]::new));

    assertThat(output).isEqualTo(new Output(0, "HTTP/1.1 204\n", ""));
    assertThat(received).hasSize(1);
    assertThat(received.get(0).getMethod()).isEqualTo("PUT");
    assertThat(received.get(0).getBody().utf8()).isEqualTo("a,b\nä,ö\n");
    assertThat(received.get(0).getHeaders().values("Content-Type"))
        .containsExactly(contentType.isEmpty() ? "application/json" : contentType);
  }

  @Test
  void printedHeadersAreOneALineAndNothingIsSent() throws IOException {
    Verifier verifier = new ApiKeyVerifier("my-key", "jwt", "app", "app-secret", clock);
    EmbeddedVendor server = start(verifier);
    Map<String, String> environment =
        Map.of(
            "LATCHKEY_API_KEY", "my-key",
            "LATCHKEY_JWT_KEY", "jwt",
            "LATCHKEY_APP_KEY", "app",
            "LATCHKEY_APP_SECRET", "app-secret");

    Output output = run(server, environment, "--vendor=api-key", "--print-headers");

    assertThat(output.exitCode()).isZero();
    assertThat(output.err()).isEmpty();
    assertThat(output.out()).endsWith("\n").doesNotContain("\r");
    assertThat(output.outLines()).hasSize(4).allMatch(line -> line.matches("[\\w-]+: [!-~]+"));
    assertThat(server.takeTraffic().requests()).isZero();
    String[] fields =
        output.outLines().stream()
            .flatMap(line -> List.of(line.split(": ", 2)).stream())
            .toArray(String[]::new);
    assertThat(verifies(verifier, Requests.get("/v1/things", fields))).isTrue();
  }

  @Test
  void helpNamesEveryVariableAndHasNoOptionForASecret() {
    Output output = Output.of(Map.of(), clock, "--help");

    assertThat(output.exitCode()).isZero();
    assertThat(output.err()).isEmpty();
    assertThat(output.out())
        .contains("LATCHKEY_ACCESS_KEY", "LATCHKEY_SECRET_KEY", "LATCHKEY_API_KEY")
        .contains("LATCHKEY_JWT_KEY", "LATCHKEY_APP_KEY", "LATCHKEY_APP_SECRET")
        .contains("LATCHKEY_API_KEY_JSON", "LATCHKEY_PUBLIC_VALUE", "LATCHKEY_SECRET_VALUE")
        .contains("LATCHKEY_PRIVATE_KEY")
        .doesNotContainPattern("--[a-z-]*(secret|key|value)=")
        .doesNotContainPattern("--[a-z-]*(secret|key|value) ");
  }

  private static boolean verifies(Verifier verifier, RecordedRequest request) {
    try {
      verifier.verify(request);
      return true;
    } catch (Refused e) {
      return false;
    }
  }

  private static void assertAccepted(EmbeddedVendor server, Output output) {
    assertThat(output.exitCode()).as("%s; %s", output, server.lastRefusal()).isZero();
    assertThat(output.err()).isEmpty();
    assertThat(server.takeTraffic().requests()).isOne();
  }

  private Output run(EmbeddedVendor server, Map<String, String> environment, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--url=" + server.uri("/v1/things?page=2"));
    return Output.of(environment, clock, all.toArray(String[]::new));
  }

  private EmbeddedVendor start(Verifier verifier) throws IOException {
    EmbeddedVendor server = EmbeddedVendor.start("test", verifier, clock, null);
    open.add(server);
    return server;
  }

  private AuthgearKeys keys() throws IOException {
    AuthgearKeys keys = AuthgearKeys.start();
    open.add(keys);
    return keys;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
