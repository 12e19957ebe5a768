package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/** Bodies that Spring writes while they are sent, when their credential is refused. */
class RepeatableRequestTest {
  private final MockWebServer server = new MockWebServer();

  @Configuration(proxyBeanMethods = false)
  static class Counting {
    @Bean
    @LatchkeyOrigin("${counting.url}")
    AuthScheme counting() {
      AtomicInteger count = new AtomicInteger();
      return context -> Credential.of("x-count", "" + count.incrementAndGet());
    }
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void jsonIsSentAgainAfterARefusal() throws InterruptedException {
    assertThat(statusAfterRefusal(Map.of("name", "n"))).isEqualTo(200);

    for (String count : new String[] {"1", "2"}) {
      RecordedRequest request = server.takeRequest();
      assertThat(request.getHeaders().get("x-count")).isEqualTo(count);
      assertThat(request.getHeaders().get("Content-Length")).isEqualTo("12");
      assertThat(request.getBody().utf8()).isEqualTo("{\"name\":\"n\"}");
    }
  }

  @Test
  void bodyThatIsTooLongToKeepIsStreamedOnce() throws InterruptedException {
    String text = "n".repeat(100_000);
    assertThat(statusAfterRefusal(Map.of("name", text))).isEqualTo(401);

    assertThat(server.takeRequest().getBody().utf8()).isEqualTo("{\"name\":\"" + text + "\"}");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  private int statusAfterRefusal(Object body) {
    server.enqueue(new MockResponse.Builder().code(401).build());
    server.enqueue(new MockResponse.Builder().body("ok").build());
    AtomicInteger status = new AtomicInteger();
    HttpClientsTest.withoutOrigins()
        .withUserConfiguration(Counting.class)
        .withPropertyValues("counting.url=" + server.url("/"))
        .run(
            context ->
                context
                    .getBean(RestClient.Builder.class)
                    .build()
                    .post()
                    .uri(server.url("/orders").toString())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(body)
                    .exchange(
                        (sent, response) -> {
                          status.set(response.getStatusCode().value());
                          return status;
                        }));
    return status.get();
  }
}
