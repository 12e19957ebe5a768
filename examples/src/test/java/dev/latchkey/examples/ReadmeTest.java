package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.checks.Javac;
import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs every code block of the README, with a server on loopback for the vendors. */
class ReadmeTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+)");

  /** What a recipe may use, as its text says or as the README's other recipes leave it. */
  private static final String AROUND_A_RECIPE =
      """
      import static dev.latchkey.signatures.SignaturePart.*;

      import dev.latchkey.*;
      import dev.latchkey.oauth2.*;
      import dev.latchkey.signatures.*;
      import dev.latchkey.vendor.*;
      import java.net.URI;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.HexFormat;
      import java.util.Map;

      class Recipe {
        record Token(String value, Duration lifetime) {}

        static Token fetchToken() {
          return new Token("fetched", Duration.ofMinutes(10));
        }

        public static void main(String[] args) throws Exception {
          String accessKey = "AK123", secretKey = "SK456", apiKey = "user-key", jwtKey = "jwt-key";
          String appKey = "app-key", appSecret = "app-secret", clientId = "client", secret = "s";
          String createResponseJson = "{\\"publicValue\\":\\"B1EC\\",\\"secretValue\\":\\"Gp35\\"}";
          AuthScheme admin = AuthScheme.header("x-key", "admin");
          AuthScheme user = AuthScheme.header("x-key", "user");
          Map<String, AuthScheme> tenants = Map.of("default", user);
          Keyring.Builder keyring = Keyring.builder();
          Keyring built =
              Keyring.builder()
                  .add("https://dev.mayacloud.io", MayaOnline.apiKey("B1EC", "Gp35"))
                  .build();
          %s
          for (String url : args) {
            AuthAttempt attempt =
                keyring.build().newCall().attempt("GET", URI.create(url), name -> null);
            Credential credential = AuthCall.await(attempt.credential(), () -> false);
            if (credential.headers().isEmpty() && credential.query().isEmpty()) {
              throw new AssertionError("no credential for " + url);
            }
          }
        }
      }
      """;

  @TempDir Path folder;

  /** What is around the first snippet, as an IDE would add it. */
  private static final String AROUND_THE_FIRST =
      """
      import dev.latchkey.AuthScheme;
      import dev.latchkey.Keyring;
      import dev.latchkey.jdk.KeyringHttpClient;
      import java.net.URI;
      import java.net.http.*;

      class First {
        public static void main(String[] args) throws Exception {
          String apiKey = args[0];
          %s
        }
      }
      """;

  @Test
  void theFirstSnippetSendsTheKey() throws Exception {
    String first = blocks("java").get(0);

    assertThat(first.lines()).hasSize(6);
    assertSendsTheKey(AROUND_THE_FIRST.formatted(first));
  }

  @Test
  void theFirstProgramIsTheFirstSnippet() throws Exception {
    String program = programs().get(0);

    for (String line : blocks("java").get(0).replace("apiKey", "args[0]").lines().toList()) {
      assertThat(program).contains(line.strip());
    }
    assertSendsTheKey(program);
  }

  private void assertSendsTheKey(String program) throws Exception {
    try (MockWebServer vendor = vendor()) {
      String origin = "http://127.0.0.1:" + vendor.getPort();

      String printed = run(program.replace("https://api.example.com", origin), "user-key");

      assertThat(printed).isEqualTo("{\"data\":{}}" + System.lineSeparator());
      RecordedRequest request = vendor.takeRequest();
      assertThat(request.getTarget()).isEqualTo("/orders");
      assertThat(request.getHeaders().get("x-api-key")).isEqualTo("user-key");
    }
  }

  @Test
  void theProgramWithAKeyFolderSendsASignedToken() throws Exception {
    assertThat(programs()).hasSize(2);
    try (MockWebServer vendor = vendor()) {
      String origin = "http://127.0.0.1:" + vendor.getPort();
      String local =
          programs()
              .get(1)
              .replace("https://myapp.authgearapps.com", origin)
              .replace("Path.of(\"keys\")", "Path.of(\"" + keys() + "\")");

      String printed = run(local);

      assertThat(printed).isEqualTo("200 {\"data\":{}}" + System.lineSeparator());
      RecordedRequest request = vendor.takeRequest();
      assertThat(request.getTarget()).isEqualTo("/_api/admin/graphql");
      assertThat(request.getHeaders().get("Content-Type")).startsWith("application/json");
      assertThat(request.getHeaders().get("Authorization")).startsWith("Bearer ey");
    }
  }

  private static List<String> programs() throws IOException {
    return blocks("java").stream().filter(ReadmeTest::isProgram).toList();
  }

  @Test
  void everyRecipeInTheReadmeCompilesAndGivesCredentials() throws Exception {
    List<String> recipes =
        blocks("java").stream().skip(1).filter(block -> !isProgram(block)).toList();

    assertThat(recipes).hasSizeGreaterThanOrEqualTo(14);
    for (String recipe : recipes) {
      String local = recipe.replace("Path.of(\"keys\")", "Path.of(\"" + keys() + "\")");
      Matcher origin = Pattern.compile("keyring\\.add\\(\"(https://[^\"]+)\"").matcher(recipe);

      run(AROUND_A_RECIPE.formatted(local), origin.find() ? origin.group(1) + "/a" : null);
    }
  }

  @Test
  void theDependencyInTheReadmeIsOneThatIsBuiltHere() throws Exception {
    String pom = Files.readString(ROOT.resolve("jdk-httpclient-adapter/pom.xml"));

    assertThat(blocks("xml")).hasSize(1);
    for (String line :
        blocks("xml").get(0).lines().filter(line -> line.startsWith("  ")).toList()) {
      assertThat(pom).contains(line.strip());
    }
  }

  @Test
  void theCommandsInTheReadmeAreTheOnesThatTheBuildRuns() throws Exception {
    String ci = Files.readString(ROOT.resolve(".ci/run"));

    assertThat(blocks("sh")).hasSize(2);
    assertThat(ci).contains(blocks("sh").get(0).strip());
    assertThat(blocks("sh").get(1).strip()).isEqualTo("mvn verify");
    assertThat(ci).contains("mvn --batch-mode --no-transfer-progress \"$@\" verify");
  }

  @Test
  void theReadmeHasNoOtherCode() throws Exception {
    Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
    while (block.find()) {
      assertThat(block.group(1)).isIn("java", "xml", "sh");
    }
  }

  private static List<String> blocks(String language) throws IOException {
    return BLOCK
        .matcher(Files.readString(ROOT.resolve("README.md")))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  private static boolean isProgram(String block) {
    return CLASS.matcher(block).find();
  }

  private static MockWebServer vendor() throws IOException {
    MockWebServer server = new MockWebServer();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().code(200).body("{\"data\":{}}").build();
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
    return server;
  }

  private Path keys() throws IOException {
    Path keys = Files.createTempDirectory(folder, "keys");
    Files.writeString(keys.resolve("kid-1.pem"), TestKeys.pkcs8(TestKeys.rsa()));
    return keys;
  }

  /** Compiles a class, runs its main method, and returns what it printed. */
  private String run(String source, String... arguments) throws Exception {
    Matcher name = CLASS.matcher(source);
    assertThat(name.find()).isTrue();
    Path home = Files.createTempDirectory(folder, "block");
    Path file = Files.writeString(home.resolve(name.group(1) + ".java"), source);
    Javac.compile(file, home);

    PrintStream out = System.out;
    var printed = new java.io.ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {home.toUri().toURL()})) {
      var main = loader.loadClass(name.group(1)).getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      String[] given = Arrays.stream(arguments).filter(Objects::nonNull).toArray(String[]::new);
      main.invoke(null, (Object) given);
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
