package dev.latchkey.examples.tool;

import dev.latchkey.AuthScheme;
import dev.latchkey.vendor.MayaOnline;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --vendor maya-online}. */
final class MayaOnlineOptions implements VendorOptions {

  @Option(
      names = "--api-key-json-file",
      paramLabel = "<file>",
      description =
          "The JSON that the server answered when the key was created. Or "
              + "LATCHKEY_API_KEY_JSON.")
  @Nullable Path apiKeyJsonFile;

  @Option(
      names = "--public-value-file",
      paramLabel = "<file>",
      description = "Instead of the JSON: the publicValue. Or LATCHKEY_PUBLIC_VALUE.")
  @Nullable Path publicValueFile;

  @Option(
      names = "--secret-value-file",
      paramLabel = "<file>",
      description = "Instead of the JSON: the secretValue. Or LATCHKEY_SECRET_VALUE.")
  @Nullable Path secretValueFile;

  @Override
  public AuthScheme scheme(Secrets secrets) {
    if (apiKeyJsonFile != null && (publicValueFile != null || secretValueFile != null)) {
      throw new IllegalArgumentException(
          "--api-key-json-file has both values: leave out --public-value-file and"
              + " --secret-value-file");
    }
    Optional<String> publicValue = secrets.find(publicValueFile, "LATCHKEY_PUBLIC_VALUE");
    Optional<String> secretValue = secrets.find(secretValueFile, "LATCHKEY_SECRET_VALUE");
    if (apiKeyJsonFile == null && (publicValue.isPresent() || secretValue.isPresent())) {
      return MayaOnline.apiKey(
          secrets.need("--public-value-file", publicValueFile, "LATCHKEY_PUBLIC_VALUE"),
          secrets.need("--secret-value-file", secretValueFile, "LATCHKEY_SECRET_VALUE"));
    }
    return MayaOnline.apiKey(
        secrets.need("--api-key-json-file", apiKeyJsonFile, "LATCHKEY_API_KEY_JSON"));
  }
}
