package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Hops of which the adapter tells the origin, and the URI only if it is asked for. */
class AuthCallOriginTest {
  private final AtomicInteger made = new AtomicInteger();
  private AuthAttempt last;

  @Test
  void aUriIsNotMadeForASchemeThatDoesNotReadIt() throws IOException {
    AuthCall call = keyringOf(AuthScheme.header("x-key", "k")).newCall();

    assertThat(send(call, "https://api.test/a")).isEqualTo(Map.of("x-key", "k"));
    assertThat(send(call, "https://api.test/b")).isEqualTo(Map.of("x-key", "k"));
    assertThat(send(call, "https://other.test/")).isEmpty();
    assertThat(last.headersToRemove()).contains("x-key");
    assertThat(send(call, "https://api.test/a")).isEmpty();
    assertThat(made).hasValue(0);
  }

  @Test
  void aSchemeThatReadsTheUriGetsItWithoutFragment() throws IOException {
    AuthCall call =
        keyringOf(c -> Credential.of("x-key", c.uri().toString()).singleUse()).newCall();

    assertThat(send(call, "https://api.test/a?b#c"))
        .isEqualTo(Map.of("x-key", "https://api.test/a?b"));
    assertThat(send(call, "https://api.test/d")).isEqualTo(Map.of("x-key", "https://api.test/d"));
  }

  @Test
  void whatWasPreparedForOneRequestIsUsedForAnotherThatItSuits() throws IOException {
    AtomicInteger issued = new AtomicInteger();
    AuthCall call =
        keyringOf(c -> Credential.of("x-key", c.method() + issued.incrementAndGet()).singleUse())
            .newCall();
    assertThat(TestCall.await(attempt(call, "https://api.test/a").prepare())).isTrue();

    assertThat(send(call, "https://api.test/a?again")).isEqualTo(Map.of("x-key", "GET1"));
    assertThat(send(call, "https://api.test/a?again")).isEqualTo(Map.of("x-key", "GET2"));
  }

  @Test
  void bothWaysToTellAHopMixInOneCall() throws IOException {
    AuthCall call = keyringOf(AuthScheme.header("x-key", "k")).newCall();
    send(call, "https://api.test/a");

    AuthAttempt byUri = call.attempt("GET", URI.create("https://API.test:443/b"), name -> null);
    assertThat(TestCall.await(byUri.credential()).headers()).isEqualTo(Map.of("x-key", "k"));
    AuthAttempt away = call.attempt("GET", URI.create("https://elsewhere.test/"), name -> null);
    assertThat(TestCall.await(away.credential()).headers()).isEmpty();
    assertThat(send(call, "https://api.test/a")).isEmpty();
  }

  private static Keyring keyringOf(AuthScheme scheme) {
    return new TestKeyring()
        .builder()
        .add("https://api.test", scheme)
        .add("https://other.test", AuthScheme.header("x-other", "o"))
        .build();
  }

  private Map<String, String> send(AuthCall call, String url) throws CredentialException {
    last = attempt(call, url);
    return TestCall.await(last.credential()).headers();
  }

  private AuthAttempt attempt(AuthCall call, String url) {
    URI uri = URI.create(url);
    return call.attempt(
        new OutgoingRequest() {
          @Override
          public String method() {
            return "GET";
          }

          @Override
          public URI uri() {
            made.incrementAndGet();
            return uri;
          }

          @Override
          public Origin origin() {
            return Origin.of(uri);
          }

          @Override
          public String header(String name) {
            return null;
          }

          @Override
          public Map<String, List<String>> headers() {
            return Map.of();
          }

          @Override
          public RequestContent content() {
            return null;
          }
        });
  }
}
