package com.example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

/** Starts the application beside an Authgear on this machine, and shows what it sends there. */
final class Demo {
  private Demo() {}

  public static void main(String[] args) throws Exception {
    HandClock clock = new HandClock();
    Path keys = Files.createTempDirectory("keys");
    try (Authgear authgear = new Authgear(clock);
        OtherHost other = new OtherHost()) {
      authgear.newKey("key-1", keys);
      try (ConfigurableApplicationContext application =
          start(authgear, keys, clock, "--logging.level.root=warn")) {
        RestClient user = RestClient.create(url(application));

        call(user, authgear, "The first call signs a token");
        call(user, authgear, "The second call reuses it");
        clock.advance(Duration.ofMinutes(5));
        call(user, authgear, "Five minutes later another one is signed");
        authgear.newKey("key-2", keys);
        Files.delete(keys.resolve("key-1.pem"));
        call(user, authgear, "key-2.pem replaces key-1.pem, whose token is refused");
        authgear.redirectTo(other.url());
        call(user, authgear, "Authgear redirects to another host");
        System.out.println(
            "  which gets "
                + (other.headerNames().contains("Authorization") ? "it too" : "no credential"));

        for (String endpoint : List.of("latchkey", "health")) {
          String body = user.get().uri("/actuator/" + endpoint).retrieve().body(String.class);
          System.out.println("\n/actuator/" + endpoint + "\n  " + body);
        }
      }
    } finally {
      Files.deleteIfExists(keys.resolve("key-1.pem"));
      Files.deleteIfExists(keys.resolve("key-2.pem"));
      Files.delete(keys);
    }
  }

  /** Starts the application on a free port, with another clock than the machine's. */
  static ConfigurableApplicationContext start(
      Authgear authgear, Path keys, Clock clock, String... more) {
    SpringApplication application = new SpringApplication(Application.class);
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("clock", clock));
    Stream<String> arguments =
        Stream.of(
            "--authgear.url=" + authgear.url(),
            "--authgear.keys=" + keys,
            "--server.port=0",
            "--spring.main.banner-mode=off");
    return application.run(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
  }

  static String url(ConfigurableApplicationContext application) {
    return "http://localhost:"
        + application.getEnvironment().getRequiredProperty("local.server.port");
  }

  private static void call(RestClient user, Authgear authgear, String what) {
    int before = authgear.tokens().size();
    String body = user.get().uri("/users").retrieve().body(String.class);
    System.out.println("\n" + what + "\n  GET /users: " + body);
    authgear.tokens().stream()
        .skip(before)
        .map(Demo::shortened)
        .forEach(token -> System.out.println("  Authgear gets " + token));
  }

  private static String shortened(String token) {
    return token.substring(0, 14) + "..." + token.substring(token.length() - 6);
  }
}
