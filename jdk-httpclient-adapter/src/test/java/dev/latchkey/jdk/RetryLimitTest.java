package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JDK reads its limit of redirects once per process, so each test has one of its own. */
class RetryLimitTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, '1 requests, then 302'",
    "2, '2 requests, then 302'",
    "7, '7 requests, then 302'",
    // The JDK then sends nothing at all.
    "0, '0 requests, then java.io.IOException'",
  })
  void theJdksLimitOfRedirectsIsOurs(String limit, String outcome) throws Exception {
    List<String> lines =
        ChildJvm.run(RetryLimit.class, folder, "-Djdk.httpclient.redirects.retrylimit=" + limit);

    assertThat(lines).hasSize(2 * SendMode.values().length);
    for (int i = 0; i < lines.size(); i += 2) {
      assertThat(lines.get(i)).startsWith("bare: " + outcome);
      assertThat(lines.get(i + 1)).isEqualTo(lines.get(i).replace("bare", "wrapped"));
    }
  }
}
