package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.Reply;
import java.io.IOException;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.extras.okhttp3.OkHttpGitHubConnector;

/** A vendor's SDK that takes an OkHttpClient, and itself sends requests again. */
class GitHubApiTest {
  private static final Reply REPOSITORY =
      Reply.of(200, "{\"id\": 1, \"full_name\": \"octo/things\"}")
          .with("Content-Type", "application/json");

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  private static GitHub gitHub(OkHttpClient client, String origin) throws IOException {
    return new GitHubBuilder()
        .withEndpoint(origin)
        .withConnector(new OkHttpGitHubConnector(client))
        .build();
  }

  @Test
  void aCallIsAuthenticatedAndARefusedTokenReplacedOnce() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), REPOSITORY);
    GitHub gitHub = gitHub(lab.client(), lab.vendor.origin());

    assertThat(gitHub.getRepository("octo/things").getFullName()).isEqualTo("octo/things");

    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1", "t2");
  }

  @Test
  void anotherEndpointGetsNothing() throws Exception {
    lab.foreign.reply(REPOSITORY);

    gitHub(lab.client(), lab.foreign.origin()).getRepository("octo/things");

    assertThat(lab.foreign.sent("Authorization")).containsOnly("");
  }
}
