package dev.latchkey.spring.newcomer;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.client.RestClient;

/** All that somebody writes who starts with the starter. */
@SpringBootApplication
class Application {
  private final RestClient client;

  Application(RestClient.Builder builder) {
    this.client = builder.build();
  }

  String get(String url) {
    return client.get().uri(url).retrieve().body(String.class);
  }
}
