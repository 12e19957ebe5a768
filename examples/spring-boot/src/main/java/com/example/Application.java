package com.example;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Tells how many users an Authgear project has. */
@SpringBootApplication
@RestController
public class Application {
  private final RestClient authgear;

  Application(RestClient.Builder builder, @Value("${authgear.url}") String url) {
    this.authgear = builder.baseUrl(url).build();
  }

  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }

  /** Asks the Admin API, whose token Latchkey adds. */
  @GetMapping(path = "/users", produces = MediaType.APPLICATION_JSON_VALUE)
  public String users() {
    return authgear
        .post()
        .uri("/_api/admin/graphql")
        .contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("query", "{ users { totalCount } }"))
        .retrieve()
        .body(String.class);
  }
}
