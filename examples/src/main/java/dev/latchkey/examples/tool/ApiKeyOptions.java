package dev.latchkey.examples.tool;

import dev.latchkey.AuthScheme;
import dev.latchkey.vendor.ApiKey;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --vendor api-key}. */
final class ApiKeyOptions implements VendorOptions {

  @Option(
      names = "--api-key-file",
      paramLabel = "<file>",
      description = "The API key. Or LATCHKEY_API_KEY.")
  @Nullable Path apiKeyFile;

  @Option(
      names = "--jwt-key-file",
      paramLabel = "<file>",
      description = "The JWT key, to sign requests. Or LATCHKEY_JWT_KEY.")
  @Nullable Path jwtKeyFile;

  @Option(
      names = "--app-key-file",
      paramLabel = "<file>",
      description = "The app key of an organization. Or LATCHKEY_APP_KEY.")
  @Nullable Path appKeyFile;

  @Option(
      names = "--app-secret-file",
      paramLabel = "<file>",
      description = "The app secret of an organization. Or LATCHKEY_APP_SECRET.")
  @Nullable Path appSecretFile;

  @Override
  public AuthScheme scheme(Secrets secrets) {
    ApiKey.Builder builder =
        ApiKey.builder(secrets.need("--api-key-file", apiKeyFile, "LATCHKEY_API_KEY"));
    secrets.find(jwtKeyFile, "LATCHKEY_JWT_KEY").ifPresent(builder::signedWith);
    Optional<String> appKey = secrets.find(appKeyFile, "LATCHKEY_APP_KEY");
    Optional<String> appSecret = secrets.find(appSecretFile, "LATCHKEY_APP_SECRET");
    if (appKey.isPresent() || appSecret.isPresent()) {
      builder.organization(
          secrets.need("--app-key-file", appKeyFile, "LATCHKEY_APP_KEY"),
          secrets.need("--app-secret-file", appSecretFile, "LATCHKEY_APP_SECRET"));
    }
    return builder.build();
  }
}
