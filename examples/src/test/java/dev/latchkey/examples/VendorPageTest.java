package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.HttpTransport;
import dev.latchkey.Keyring;
import dev.latchkey.examples.tool.Caller;
import dev.latchkey.examples.tool.Outgoing;
import dev.latchkey.examples.tool.Transport;
import dev.latchkey.oauth2.HttpClientTransport;
import dev.latchkey.okhttp.OkHttpTransport;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles and runs every snippet of {@code docs/vendors.md}, and counts its lines. */
class VendorPageTest {
  private static final int MOST_LINES = 10;
  private static final Map<String, Integer> LONGER = Map.of("Azure SharedKey", 15);

  @TempDir static Path folder;
  private static VendorCode code;

  @BeforeAll
  static void compile() throws IOException {
    VendorSecrets.write(folder);
    code = new VendorCode(folder, VendorPage.snippets());
  }

  @AfterAll
  static void close() throws IOException {
    code.close();
  }

  static List<VendorCase> vendors() {
    return VendorCases.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vendors")
  void okHttpSendsWhatTheVendorAccepts(VendorCase vendor) throws Exception {
    verify(vendor, Caller::okHttp, OkHttpTransport.of(new OkHttpClient()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vendors")
  void theJdkSendsWhatTheVendorAccepts(VendorCase vendor) throws Exception {
    verify(vendor, Caller::jdk, HttpClientTransport.of(HttpClient.newHttpClient()));
  }

  @Test
  void theOkHttpOfThisRunIsTheOneThatTheBuildNames() throws Exception {
    try (TestServer server = TestServer.http();
        Keyring keyring = Keyring.builder().build()) {
      Caller.okHttp(keyring).send(Outgoing.get(server.uri("/")));

      assertThat(server.request(0).header("User-Agent"))
          .startsWith("okhttp/" + System.getProperty("okhttp.version", ""));
    }
  }

  @Test
  void noSnippetIsLongerThanItsLimit() {
    for (VendorSnippet snippet : VendorPage.snippets()) {
      assertThat(snippet.lines())
          .as(snippet.vendor())
          .isBetween(1L, (long) LONGER.getOrDefault(snippet.vendor(), MOST_LINES));
      assertThat(snippet.code().lines()).allMatch(line -> !line.isBlank() && line.length() <= 120);
    }
  }

  @Test
  void theTableTellsTheVendorsTheirLinesAndTheirVerifiers() {
    List<String> rows =
        VendorPage.snippets().stream()
            .map(
                snippet ->
                    "| [%s](%s) | %d | %s |"
                        .formatted(
                            snippet.vendor(), snippet.anchor(), snippet.lines(), by(snippet)))
            .toList();

    assertThat(VendorPage.table()).as(String.join("\n", rows)).isEqualTo(rows);
  }

  @Test
  void eachVendorOfThePageIsTriedAndThePageHasNoOtherCode() {
    assertThat(VendorPage.text().split("```", -1)).hasSize(2 * VendorPage.snippets().size() + 1);
    assertThat(vendors().stream().map(VendorCase::vendor).distinct())
        .containsExactlyElementsOf(
            VendorPage.snippets().stream().map(VendorSnippet::vendor).toList());
  }

  private static String by(VendorSnippet snippet) {
    return vendors().stream()
        .filter(vendor -> vendor.vendor().equals(snippet.vendor()))
        .map(VendorCase::by)
        .findFirst()
        .orElse("nobody");
  }

  /** The vendor accepts what arrives, and refuses it with one character of a value changed. */
  private static void verify(
      VendorCase vendor, Function<Keyring, Caller> client, HttpTransport transport)
      throws Exception {
    VendorFetch fetch = VendorFetchCases.endpoint(vendor.vendor());
    try (TestServer server = TestServer.http();
        TestServer endpoint = TestServer.http()) {
      if (fetch != null) {
        endpoint.reply(fetch.reply());
      }
      Keyring.Builder builder = Keyring.builder();
      code.add(
          vendor.vendor(),
          builder,
          server.origin(),
          new VendorEndpoint(endpoint.originByName(), transport));
      try (Keyring keyring = builder.build()) {
        Outgoing request = vendor.request(server.origin());
        client.apply(keyring).send(request);
        SentRequest sent = server.request(0);

        vendor.check().verify(sent);
        assertThat(changed(vendor, sent))
            .isNotEmpty()
            .allSatisfy(
                changed ->
                    assertThat(catchThrowable(() -> vendor.check().verify(changed))).isNotNull());
        assertThat(endpoint.requests()).hasSize(fetch == null ? 0 : 1);
        if (fetch != null) {
          fetch.tryOut(endpoint.request(0));
        }
      }
    }
  }

  /** The request with one character changed, in each place that the vendor verifies. */
  private static List<SentRequest> changed(VendorCase vendor, SentRequest sent) {
    List<SentRequest> changed = new ArrayList<>();
    credentials(vendor, sent)
        .forEach(name -> changed.add(sent.with(name, changed(sent.header(name)))));
    if (!sent.target().equals(vendor.target())) {
      changed.add(sent.withTarget(changed(sent.target())));
    }
    if (vendor.signsBody()) {
      changed.add(sent.withBody(changed(sent.body())));
    }
    return changed;
  }

  private static Set<String> credentials(VendorCase vendor, SentRequest sent) {
    Headers.Builder headers = new Headers.Builder();
    sent.headerNames().forEach(name -> headers.add(name, sent.header(name)));
    vendor.headers().keySet().forEach(headers::removeAll);
    return Transport.credentials(headers.build()).names();
  }

  static String changed(String value) {
    StringBuilder changed = new StringBuilder(value);
    // The last one of a base64 text may have bits that do not count.
    int index = value.length() - 3;
    changed.setCharAt(index, value.charAt(index) == 'A' ? 'B' : 'A');
    return changed.toString();
  }
}
