package dev.latchkey.signatures;

import dev.latchkey.checks.Readme;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the README compiles. */
class ReadmeTest {
  private static final String HEAD =
      """
      import static dev.latchkey.signatures.SignaturePart.*;

      import dev.latchkey.*;
      import dev.latchkey.signatures.*;
      import java.nio.file.Path;
      import java.time.Duration;

      abstract class Code {
        interface Session {
          String accessKeyId();
          String secretAccessKey();
          String sessionToken();
        }

        interface Sessions {
          Session current();
        }

        interface Vault {
          String secret();
        }

        String accessKeyId, secretAccessKey, secret, apiKey;
        Sessions sessions;
        Vault vault;
        AuthScheme s3;
        Keyring.Builder keyring;
      """;

  @TempDir Path folder;

  @Test
  void allCodeCompiles() throws IOException {
    Readme.compile(HEAD, 7, folder);
  }
}
