package dev.latchkey.examples.tool;

import dev.latchkey.AuthScheme;
import dev.latchkey.SigningKey;
import dev.latchkey.vendor.AuthgearAdmin;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --vendor authgear-admin}. */
final class AuthgearOptions implements VendorOptions {

  @Option(
      names = "--project",
      paramLabel = "<id>",
      description = "The project id: myapp of https://myapp.authgearapps.com.")
  @Nullable String project;

  @Option(
      names = "--key-file",
      paramLabel = "<file>",
      description =
          "The private key, as the portal saves it: <key id>.pem. Or "
              + "LATCHKEY_PRIVATE_KEY with the PEM text, and --key-id.")
  @Nullable Path keyFile;

  @Option(
      names = "--key-id",
      paramLabel = "<kid>",
      description = "The key id, where the file is named otherwise.")
  @Nullable String keyId;

  @Override
  public AuthScheme scheme(Secrets secrets) throws IOException {
    if (project == null) {
      throw new IllegalArgumentException("Missing --project <id>");
    }
    return AuthgearAdmin.project(project, key(secrets));
  }

  private SigningKey key(Secrets secrets) throws IOException {
    if (keyFile != null) {
      return keyId == null ? SigningKey.pem(keyFile) : SigningKey.pem(keyId, keyFile);
    }
    String pem = secrets.need("--key-file", null, "LATCHKEY_PRIVATE_KEY");
    if (keyId == null) {
      throw new IllegalArgumentException("LATCHKEY_PRIVATE_KEY needs --key-id <kid>");
    }
    return SigningKey.pem(keyId, pem);
  }
}
