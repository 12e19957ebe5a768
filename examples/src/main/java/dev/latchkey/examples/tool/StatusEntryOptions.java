package dev.latchkey.examples.tool;

import dev.latchkey.AuthScheme;
import dev.latchkey.vendor.StatusEntry;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --vendor status-entry}. */
final class StatusEntryOptions implements VendorOptions {

  @Option(
      names = "--access-key-file",
      paramLabel = "<file>",
      description = "The access key. Or LATCHKEY_ACCESS_KEY.")
  @Nullable Path accessKeyFile;

  @Option(
      names = "--secret-key-file",
      paramLabel = "<file>",
      description = "The secret key. Or LATCHKEY_SECRET_KEY.")
  @Nullable Path secretKeyFile;

  @Option(names = "--bound-to-path", description = "A token for the path and query of --url alone.")
  boolean boundToPath;

  @Override
  public AuthScheme scheme(Secrets secrets) {
    String accessKey = secrets.need("--access-key-file", accessKeyFile, "LATCHKEY_ACCESS_KEY");
    String secretKey = secrets.need("--secret-key-file", secretKeyFile, "LATCHKEY_SECRET_KEY");
    return boundToPath
        ? StatusEntry.keyPairBoundToPath(accessKey, secretKey)
        : StatusEntry.keyPair(accessKey, secretKey);
  }
}
