package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.checks.SecretSweep;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Spring's own endpoints show no secret of Latchkey, even where they are told to show values. */
class OtherEndpointsTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Test
  void envAndConfigpropsShowNoSecret() throws Exception {
    try (var context =
        SpringApplication.run(
            Application.class,
            "--server.port=0",
            "--management.endpoints.web.exposure.include=*",
            "--management.endpoint.env.show-values=always",
            "--management.endpoint.configprops.show-values=always",
            "--latchkey.origins[0].url=https://api.test",
            "--latchkey.origins[0].basic.username=u" + SecretSweep.SECRET,
            "--latchkey.origins[0].basic.password=" + SecretSweep.SECRET)) {
      String port = context.getEnvironment().getRequiredProperty("local.server.port");
      for (String endpoint : new String[] {"env", "configprops", "latchkey", "beans", "health"}) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + endpoint))
                .build();
        String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();

        SecretSweep.assertShowsNoSecret(body);
        if (!endpoint.equals("beans") && !endpoint.equals("health")) {
          assertThat(body).as(endpoint).contains("https://api.test");
        }
      }
    }
  }
}
