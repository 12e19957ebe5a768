package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTargetTest {

  /** Over HTTP/2 the client sends a port that the URI has, also the default one of its scheme. */
  @ParameterizedTest
  @CsvSource({
    "https://h.test:443/a?b, https://h.test/a?b",
    "HTTPS://h.test:443/a, HTTPS://h.test/a",
    "http://h.test:80/, http://h.test/",
    "https://h.test:443, https://h.test/",
    "https://[::443]:443/a, https://[::443]/a",
    "https://u:p@h.test:443/a, https://u:p@h.test/a",
    "https://h.test:80/a, https://h.test:80/a",
    "http://h.test:443/a, http://h.test:443/a",
    "https://h.test:8443/a, https://h.test:8443/a",
    "https://[::443]/a, https://[::443]/a",
    "wss://h.test:443/a, wss://h.test:443/a"
  })
  void aDefaultPortIsNotSent(URI uri, String target) {
    assertThat(RequestTarget.of(uri, "GET")).hasToString(target);
  }
}
