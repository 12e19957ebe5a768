package dev.latchkey.oauth2;

import dev.latchkey.checks.Readme;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the README compiles. */
class ReadmeTest {
  private static final String HEAD =
      """
      import dev.latchkey.*;
      import dev.latchkey.oauth2.*;
      import java.io.IOException;
      import java.net.http.HttpClient;
      import java.nio.file.*;
      import java.time.Duration;
      import java.util.List;

      abstract class Code {
        String clientId, clientSecret, appId, installation, accountId;
        Path keys, file;
        HttpClient client;
      """;

  @TempDir Path folder;

  @Test
  void allCodeCompiles() throws IOException {
    Readme.compile(HEAD, 6, folder);
  }
}
