package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process that looks names up in an empty file, so that nobody is asked for one. */
class UnknownHostTest {
  @TempDir Path folder;

  @Test
  void failsAsTheBareClientDoes() throws Exception {
    Path nobody = Files.createFile(folder.resolve("hosts"));

    List<String> lines = ChildJvm.run(UnknownHost.class, folder, "-Djdk.net.hosts.file=" + nobody);

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).contains("UnresolvedAddressException");
    assertThat(lines.get(1)).isEqualTo(lines.get(0));
    assertThat(lines.get(3)).isEqualTo(lines.get(2));
  }
}
