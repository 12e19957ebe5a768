package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.vendor.AuthgearAdmin;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Admin API of an Authgear project.
 *
 * @param projectId The project's id, which is the first label of its endpoint's host.
 * @param keyFile The private key as the portal gives it, in a file that is named after its key id.
 * @param keyFolder A folder of such files, of which the newest is used.
 */
record AuthgearProperties(
    @Nullable String projectId, @Nullable Path keyFile, @Nullable Path keyFolder)
    implements SchemeProperties {
  @Override
  public AuthScheme scheme(SchemeBlock block) {
    return AuthgearAdmin.project(
        block.required("project-id", projectId), block.keyFile(keyFile, keyFolder, null));
  }
}
