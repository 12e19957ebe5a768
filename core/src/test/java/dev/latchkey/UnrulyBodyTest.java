package dev.latchkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that throw what no body should, and bodies that are read by parts. */
class UnrulyBodyTest {
  private static final String ORIGIN = "https://api.test";

  private Keyring keyring;

  @AfterEach
  void close() {
    keyring.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatThrowsAnythingFailsItsCallAndHoldsNobodyBack(boolean error) throws Exception {
    Throwable thrown = error ? new StackOverflowError() : new Exception("undeclared");
    keyring = keyring(context -> Credential.of("x-body", new String(context.body(), UTF_8)));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> send(broken(thrown))).hasRootCause(thrown);
    }

    assertThat(send("other")).isEqualTo("other");
  }

  @Test
  void aBodyThatThrewAnErrorIsNotSentEvenIfTheSchemeCatchesIt() {
    keyring =
        keyring(
            context -> {
              try {
                return Credential.of("x-body", new String(context.body(), UTF_8));
              } catch (Throwable e) {
                return Credential.of("x-body", "without");
              }
            });

    assertThatThrownBy(() -> send(broken(new StackOverflowError())))
        .hasMessageContaining("could not be read");
  }

  @Test
  void aSchemeThatFailsForWhatItReadOfOneRequestIsAskedForTheNextOne() throws Exception {
    keyring = keyring(context -> Credential.of("x-body", nonEmpty(context)));

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> send("")).hasMessageContaining("nothing to sign");
      assertThat(send("body " + i)).isEqualTo("body " + i);
    }
  }

  @Test
  void soIsOneThatFailsForAHeaderThatItMisses() throws Exception {
    keyring =
        keyring(
            context -> {
              if (!context.headers().containsKey("content-type")) {
                throw new CredentialException("there is no Content-Type");
              }
              return Credential.of("x-body", "signed");
            });

    Map<String, String> none = Map.of();
    Map<String, String> typed = Map.of("Content-Type", "text/plain");
    assertThatThrownBy(() -> keyring.authenticate("GET", URI.create(ORIGIN), none, new byte[0]))
        .hasMessageContaining("no Content-Type");
    assertThat(keyring.authenticate("GET", URI.create(ORIGIN), typed, new byte[0]).headers())
        .containsEntry("x-body", "signed");
  }

  @Test
  void whatIsMadeOfAPartThatReadsTheBodyIsForOneRequest() throws Exception {
    AuthScheme part =
        AuthScheme.computed(context -> Credential.of("x-body", new String(context.body(), UTF_8)));
    keyring =
        keyring(
            context ->
                context.credential(part).reusableUntil(context.now().plus(Duration.ofHours(1))));

    for (String body : new String[] {"one", "two", "three"}) {
      assertThat(send(body)).isEqualTo(body);
    }
  }

  /** As a token that is fetched, beside a signature of each request. */
  @Test
  void aPartThatReadsNothingIsSharedThoughAnotherReadsTheBody() throws Exception {
    AtomicInteger fetched = new AtomicInteger();
    AuthScheme token = context -> Credential.of("x-token", "" + fetched.incrementAndGet());
    AuthScheme body = context -> Credential.of("x-body", new String(context.body(), UTF_8));
    keyring = keyring(AuthScheme.allOf(body, token));

    for (String text : new String[] {"one", "two", "three"}) {
      assertThat(send(text)).isEqualTo(text);
    }
    assertThat(fetched).hasValue(1);
  }

  @Test
  void aPartThatFailsIsHeldBackThoughAnotherReadsTheBody() {
    AtomicInteger asked = new AtomicInteger();
    AuthScheme token =
        context -> {
          asked.incrementAndGet();
          throw CredentialException.retryAfter("unknown client", Duration.ofMinutes(10));
        };
    AuthScheme body = context -> Credential.of("x-body", new String(context.body(), UTF_8));
    keyring = keyring(AuthScheme.allOf(body, token));

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> send("body")).hasMessageContaining("unknown client");
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void aPartThatFailsForWhatItReadOfOneRequestHoldsNobodyBack() throws Exception {
    AuthScheme part = context -> Credential.of("x-body", nonEmpty(context));
    keyring = keyring(context -> context.credential(part));

    assertThatThrownBy(() -> send("")).hasMessageContaining("nothing to sign");
    assertThat(send("body")).isEqualTo("body");
  }

  @Test
  void whoWaitedForAnIssueThatFailedForItsOwnRequestDoNotWaitForEachOther() throws Exception {
    TestKeyring test = new TestKeyring().byHand();
    keyring = test.keyring(context -> Credential.of("x-body", nonEmpty(context)));
    CompletableFuture<Credential> empty = ask("");
    CompletableFuture<Credential> one = ask("one");
    CompletableFuture<Credential> two = ask("two");

    assertThat(test.byHand.waiting()).isEqualTo(1);
    test.byHand.runOne();
    assertThat(empty).isCompletedExceptionally();
    assertThat(test.byHand.waiting()).isEqualTo(2);
    test.byHand.run();
    assertThat(TestCall.await(one).headers()).containsEntry("x-body", "one");
    assertThat(TestCall.await(two).headers()).containsEntry("x-body", "two");
  }

  private static String nonEmpty(IssueContext context) throws IOException {
    String body = new String(context.body(), UTF_8);
    if (body.isEmpty()) {
      throw new CredentialException("there is nothing to sign");
    }
    return body;
  }

  private CompletableFuture<Credential> ask(String body) {
    return keyring.newCall().attempt(TestContent.replayable(body.getBytes(UTF_8))).credential();
  }

  private String send(String body) throws IOException {
    return send(TestContent.replayable(body.getBytes(UTF_8)));
  }

  private String send(TestContent content) throws IOException {
    AuthAttempt attempt = keyring.newCall().attempt(content);
    return AuthCall.await(attempt.credential(), () -> false).headers().get("x-body");
  }

  private static TestContent broken(Throwable thrown) {
    return new TestContent(new byte[2], false, false, false) {
      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(1);
        throw Sneaky.<RuntimeException>throwing(thrown);
      }
    };
  }

  private static Keyring keyring(AuthScheme scheme) {
    return Keyring.builder().add(ORIGIN, scheme).build();
  }
}
