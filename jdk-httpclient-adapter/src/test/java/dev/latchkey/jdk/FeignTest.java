package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.Feign;
import feign.FeignException;
import feign.Request;
import feign.RequestLine;
import feign.http2client.Http2Client;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Feign, which builds a client of its own if its options differ from those of the given one. */
class FeignTest extends ClientTest {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  interface Things {
    @RequestLine("POST /things")
    String add(String thing);

    @RequestLine("GET /away")
    String away();
  }

  private Things things(Redirect policy, Request.Options options) {
    return Feign.builder()
        .client(
            new Http2Client(
                KeyringHttpClient.newBuilder(rig.keyring)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .followRedirects(policy)
                    .build()))
        .options(options)
        .target(Things.class, rig.vendor.origin());
  }

  private static Request.Options options(boolean followRedirects) {
    return new Request.Options(
        CONNECT_TIMEOUT.toSeconds(), TimeUnit.SECONDS, 60, TimeUnit.SECONDS, followRedirects);
  }

  @Test
  void optionsThatAreThoseOfTheClientKeepIt() {
    refuseTheFirstToken();

    assertThat(things(Redirect.NEVER, options(false)).add("a thing")).isEqualTo("yes");

    assertSentTwice("POST", "a thing");
  }

  @Test
  void withRedirectsThePolicyIsAlways() {
    refuseTheFirstToken();
    Things things = things(Redirect.ALWAYS, options(true));

    assertThat(things.add("a thing")).isEqualTo("yes");
    assertThat(things.away()).isEqualTo("ok");

    assertNothingLeaked();
  }

  /** If this fails, Feign has mended its ways, and the README can say so. */
  @Test
  void optionsThatDifferReplaceTheClientByOneWithoutCredentials() {
    refuseTheFirstToken();

    FeignException refused =
        catchThrowableOfType(
            FeignException.class, () -> things(Redirect.NEVER, options(true)).add("a thing"));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(rig.vendor.sent("Authorization")).containsOnlyNulls();
  }
}
