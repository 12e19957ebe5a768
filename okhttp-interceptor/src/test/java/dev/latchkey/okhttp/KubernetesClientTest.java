package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.Reply;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.apis.VersionApi;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class KubernetesClientTest {
  private static final Reply VERSION =
      Reply.of(
              200,
              """
              {"major": "1", "minor": "35", "gitVersion": "v1.35.0", "gitCommit": "0",
               "gitTreeState": "clean", "buildDate": "2026-01-01T00:00:00Z", "goVersion": "go1.25",
               "compiler": "gc", "platform": "linux/amd64"}
              """)
          .with("Content-Type", "application/json");

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  private static VersionApi api(OkHttpClient client, String origin) {
    return new VersionApi(new ApiClient(client).setBasePath(origin));
  }

  @Test
  void aCallIsAuthenticatedAndARefusedTokenReplacedOnce() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), VERSION);

    String version = api(lab.client(), lab.vendor.origin()).getCode().execute().getGitVersion();

    assertThat(version).isEqualTo("v1.35.0");
    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t2");
  }

  @Test
  void anotherClusterGetsNothing() throws Exception {
    lab.foreign.reply(VERSION);

    api(lab.client(), lab.foreign.origin()).getCode().execute();

    assertThat(lab.foreign.sent("Authorization")).containsExactly("");
  }
}
