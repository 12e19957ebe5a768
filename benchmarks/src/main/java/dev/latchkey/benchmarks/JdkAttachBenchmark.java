package dev.latchkey.benchmarks;

import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.testing.StubHttpClient;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;

/**
 * A token, already at hand, put on a request of {@code java.net.http}, and the request sent by a
 * stub of the client. The request has three headers of its own: each costs the builder more than it
 * costs a request that stands over another. {@code floor} copies the request by its builder, as
 * everyone does.
 */
public class JdkAttachBenchmark extends ContenderBenchmark {
  private static final String AUTHORIZATION = "Authorization";
  private static final StubHttpClient.Answer OK = StubHttpClient.Answer.of(200, "ok");

  /** How long the token is: as by HS256, and as by RS256. */
  @Param({"144", "520"})
  public String tokenLength = "144";

  /** Whether the stub copies the headers of what it is given, as the JDK's client does. */
  @Param({"false", "true"})
  public String takesIn = "false";

  private final HttpRequest request =
      HttpRequest.newBuilder(Caches.requests(1)[0])
          .header("Accept", "application/json")
          .header("Content-Type", "application/json")
          .header("User-Agent", "orders/1.0")
          .build();

  private final HttpClient stub = StubHttpClient.of(this::answer);
  private @Nullable HttpHeaders sent;

  @Override
  Work work() throws Exception {
    String value = "Bearer " + "t".repeat(Integer.parseInt(tokenLength));
    Work sender = sender(value);
    sender.run(0);
    HttpHeaders seen = sent;
    EqualWork.check(
        seen != null
            && seen.allValues("Accept").equals(List.of("application/json"))
            && seen.allValues(AUTHORIZATION).equals(List.of(value)),
        "request");
    return sender;
  }

  /** Keeps what the last request had, which the JDK's client copies once. */
  private StubHttpClient.Answer answer(HttpRequest request) {
    HttpHeaders headers = request.headers();
    sent = takesIn.equals("true") ? HttpHeaders.of(headers.map(), (name, value) -> true) : headers;
    return OK;
  }

  private Work sender(String value) {
    return switch (contender) {
      case "floor" -> turn -> stub.send(copy(value), BodyHandlers.discarding());
      case "latchkey" -> {
        HttpClient wrapped =
            KeyringHttpClient.wrap(stub, Caches.keyring(Caches.constant(value), 1));
        yield turn -> wrapped.send(request, BodyHandlers.discarding());
      }
      default -> throw new IllegalArgumentException(contender);
    };
  }

  private HttpRequest copy(String value) {
    return HttpRequest.newBuilder(request, (name, old) -> true)
        .setHeader(AUTHORIZATION, value)
        .build();
  }
}
