package dev.latchkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schemes that sign bodies and whole heads, without a client. */
class BodySchemeTest {
  private static final int LIMIT = 10 * 1024 * 1024;
  private static final String ORIGIN = "https://api.test";

  private Keyring keyring;

  @AfterEach
  void close() {
    if (keyring != null) {
      keyring.close();
    }
  }

  @Test
  void whatWasReadIsSent() throws Exception {
    TestContent once = TestContent.oneShot("a body".getBytes(UTF_8));
    AuthAttempt attempt = call(body()).attempt(once);

    assertThat(header(attempt)).isEqualTo("a body");

    assertThat(TestContent.written(attempt.content())).asString(UTF_8).isEqualTo("a body");
    assertThat(TestContent.written(attempt.content())).asString(UTF_8).isEqualTo("a body");
    assertThat(attempt.content().length()).as("framed as before").isEqualTo(-1);
    assertThat(attempt.content().type()).isEqualTo("text/plain");
    assertThat(attempt.content().isReplayable()).isTrue();
    assertThat(once.readers).hasSize(1);
  }

  @Test
  void aBodyThatNobodyReadGoesAsItIs() throws Exception {
    TestContent content = TestContent.oneShot(new byte[1]);
    AuthAttempt attempt = call(AuthScheme.header("x-body", "key")).attempt(content);

    assertThat(header(attempt)).isEqualTo("key");
    assertThat(attempt.content()).isNull();
    assertThat(content.readers).isEmpty();
  }

  @Test
  void theBytesThatASchemeGetsAreItsOwn() throws Exception {
    AuthScheme vandal =
        AuthScheme.computed(
            context -> {
              context.body()[0] = 'X';
              return Credential.of("x-body", new String(context.body(), UTF_8));
            });
    AuthAttempt attempt = call(vandal).attempt(TestContent.oneShot("a body".getBytes(UTF_8)));

    assertThat(header(attempt)).isEqualTo("a body");
    assertThat(TestContent.written(attempt.content())).asString(UTF_8).isEqualTo("a body");
  }

  @Test
  void aBodyOfTheLimitIsReadAndOneByteMoreIsNot() throws Exception {
    AuthScheme length =
        AuthScheme.computed(c -> Credential.of("x-body", String.valueOf(c.body().length)));
    AuthCall call = call(length);

    assertThat(header(call.attempt(TestContent.oneShot(new byte[LIMIT])))).isEqualTo("" + LIMIT);
    for (boolean lengthKnown : new boolean[] {true, false}) {
      TestContent longer = new TestContent(new byte[LIMIT + 1], lengthKnown, true, false);
      assertThatThrownBy(() -> header(call.attempt(longer)))
          .isInstanceOf(CredentialException.class)
          .hasMessageStartingWith("No credential for " + ORIGIN)
          .hasMessageContaining("10 MiB")
          .hasMessageContaining("bodyDigest");
      assertThat(longer.readers).hasSize(lengthKnown ? 0 : 1);
    }
  }

  @Test
  void aDigestOfALongBodyIsCheckedWhileItIsSent() throws Exception {
    TestContent content = new TestContent(new byte[LIMIT + 1], false, true, false);
    AuthAttempt attempt = call(digest()).attempt(content);

    assertThat(header(attempt)).isEqualTo(sha256(new byte[LIMIT + 1]));
    assertThat(TestContent.written(attempt.content())).hasSize(LIMIT + 1);
    assertThat(content.readers).hasSize(2);
  }

  @Test
  void aLongBodyThatChangesIsBrokenOffBeforeItsLastByte() throws Exception {
    byte[] bytes = new byte[LIMIT + 1];
    AuthAttempt attempt = call(digest()).attempt(TestContent.replayable(bytes));
    assertThat(header(attempt)).hasSize(64);
    bytes[LIMIT / 2] = 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> attempt.content().writeTo(out)).isInstanceOf(ProtocolException.class);
    assertThat(out.size()).isEqualTo(LIMIT);
  }

  @Test
  void aDigestOfAShortBodyIsOfWhatIsSent() throws Exception {
    for (boolean lengthKnown : new boolean[] {true, false}) {
      for (boolean replayable : new boolean[] {true, false}) {
        TestContent content =
            new TestContent("a body".getBytes(UTF_8), lengthKnown, replayable, false);
        AuthAttempt attempt = call(digest()).attempt(content);

        assertThat(header(attempt)).isEqualTo(sha256("a body".getBytes(UTF_8)));
        assertThat(TestContent.written(attempt.content())).asString(UTF_8).isEqualTo("a body");
        assertThat(content.readers).hasSize(1);
        keyring.close();
      }
    }
  }

  @Test
  void aLongBodyThatCanBeReadOnceIsRefused() {
    for (boolean lengthKnown : new boolean[] {true, false}) {
      TestContent once = new TestContent(new byte[LIMIT + 1], lengthKnown, false, false);
      AuthAttempt attempt = call(digest()).attempt(once);

      assertThatThrownBy(() -> header(attempt))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("can be read once only")
          .hasMessageContaining("10 MiB");
      keyring.close();
    }
  }

  @Test
  void aSchemeCanDoWithoutABodyThatCannotBeRead() throws Exception {
    AuthScheme payload =
        AuthScheme.computed(
            c ->
                Credential.of(
                    "x-body",
                    c.isBodyReadable()
                        ? HexFormat.of().formatHex(c.bodyDigest("SHA-256"))
                        : "UNSIGNED-PAYLOAD"));
    AuthCall call = call(payload);

    AuthAttempt unsigned = call.attempt(TestContent.oneShot(new byte[3]));
    assertThat(header(unsigned)).isEqualTo("UNSIGNED-PAYLOAD");
    assertThat(unsigned.content()).isNull();
    assertThat(header(call.attempt(new TestContent(new byte[3], true, false, false))))
        .isEqualTo(sha256(new byte[3]));
    assertThat(header(call.attempt(new TestContent(new byte[3], false, true, false))))
        .isEqualTo(sha256(new byte[3]));
  }

  @Test
  void aSchemeThatCatchesTheFailureOfABodyCannotSendWhatIsLeft() {
    AuthScheme careless =
        AuthScheme.computed(
            context -> {
              try {
                return Credential.of("x-body", "" + context.body().length);
              } catch (IOException e) {
                return Credential.of("x-body", "without");
              }
            });

    assertThatThrownBy(
            () -> header(call(careless).attempt(TestContent.oneShot(new byte[LIMIT + 1]))))
        .hasMessageContaining("10 MiB");
  }

  @Test
  void aBodyThatFailsIsTheCallersOwnFailureAndHoldsNobodyBack() throws Exception {
    IOException own = new IOException("own");
    TestContent broken =
        new TestContent(new byte[1], true, true, false) {
          @Override
          public void writeTo(OutputStream out) throws IOException {
            throw own;
          }
        };
    keyring = keyring(context -> Credential.of("x-body", new String(context.body(), UTF_8)));

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () -> AuthCall.await(keyring.newCall().attempt(broken).credential(), () -> false))
          .isSameAs(own);
    }
    TestContent other = TestContent.replayable("other".getBytes(UTF_8));
    assertThat(header(keyring.newCall().attempt(other))).isEqualTo("other");
  }

  @Test
  void aBodyThatMayBlockIsNotReadOnTheCallersThread() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    AuthScheme computed =
        AuthScheme.computed(
            context -> {
              runs.incrementAndGet();
              return Credential.of("x-body", new String(context.body(), UTF_8));
            });
    AuthCall call = call(computed);

    TestContent stream = new TestContent("stream".getBytes(UTF_8), false, false, true);
    assertThat(header(call.attempt(stream))).isEqualTo("stream");
    assertThat(runs).as("once here, once where it may wait").hasValue(2);
    TestContent memory = TestContent.replayable("memory".getBytes(UTF_8));
    assertThat(header(call.attempt(memory))).isEqualTo("memory");

    assertThat(stream.readers).hasSize(1).doesNotContain(Thread.currentThread());
    assertThat(memory.readers).containsExactly(Thread.currentThread());
  }

  @Test
  void aRetryIsSignedAnewAndSendsTheSameBytes() throws Exception {
    AtomicInteger count = new AtomicInteger();
    AuthCall call =
        call(
            AuthScheme.computed(
                c ->
                    Credential.of(
                        "x-body", new String(c.body(), UTF_8) + count.incrementAndGet())));
    TestContent once = TestContent.oneShot("a body".getBytes(UTF_8));
    AuthAttempt first = call.attempt(once);
    assertThat(header(first)).isEqualTo("a body1");
    RequestContent sent = first.content();

    assertThat(AuthCall.await(first.received(401, name -> null, true), () -> false)).isTrue();
    AuthAttempt second = call.attempt(once);

    assertThat(header(second)).isEqualTo("a body2");
    assertThat(second.content()).isSameAs(sent);
    assertThat(once.readers).hasSize(1);
  }

  @Test
  void anotherBodyIsReadAnewAndWhatIsSentInPlaceOfOneIsNot() throws Exception {
    AtomicInteger issued = new AtomicInteger();
    AuthCall call =
        call(
            AuthScheme.computed(
                c -> {
                  issued.incrementAndGet();
                  return Credential.of("x-body", new String(c.body(), UTF_8));
                }));
    TestContent one = TestContent.oneShot("one".getBytes(UTF_8));
    AuthAttempt prepared = call.attempt(one);
    assertThat(AuthCall.await(prepared.prepare(), () -> false)).isTrue();

    AuthAttempt same = call.attempt(one);
    assertThat(header(same)).isEqualTo("one");
    assertThat(same.content()).isNotNull();
    assertThat(issued).hasValue(1);
    AuthAttempt other = call.attempt(TestContent.oneShot("other".getBytes(UTF_8)));
    assertThat(header(other)).isEqualTo("other");
    assertThat(issued).hasValue(2);
  }

  @Test
  void anAdapterThatDoesNotSendWhatWasReadFails() throws Exception {
    AuthAttempt attempt = call(body()).attempt(TestContent.replayable(new byte[] {'a'}));
    assertThat(header(attempt)).isEqualTo("a");

    assertThatThrownBy(() -> attempt.received(200, name -> null, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AuthAttempt.content()");
  }

  @Test
  void aCredentialThatDependsOnTheWholeIsForOneRequest() throws Exception {
    AtomicInteger issued = new AtomicInteger();
    keyring =
        keyring(
            c ->
                Credential.of(
                    "x-body", c.headers().keySet().size() + "." + issued.incrementAndGet()));

    for (int i = 1; i <= 3; i++) {
      AuthAttempt attempt = keyring.newCall().attempt(TestContent.oneShot(new byte[1]));
      assertThat(header(attempt)).isEqualTo("3." + i);
      assertThat(attempt.content()).isNull();
    }
  }

  @Test
  void callsThatWaitForTheFirstCredentialAreSignedEachForItself() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    keyring =
        keyring(
            context -> {
              go.join();
              return Credential.of("x-body", new String(context.body(), UTF_8));
            });

    CompletableFuture<Credential> broken =
        keyring
            .newCall()
            .attempt(new TestContent(new byte[LIMIT + 1], true, true, false))
            .credential();
    CompletableFuture<Credential> other =
        keyring.newCall().attempt(TestContent.replayable("other".getBytes(UTF_8))).credential();
    go.complete(null);

    assertThat(other.get(10, TimeUnit.SECONDS).headers()).containsEntry("x-body", "other");
    assertThatThrownBy(() -> broken.get(10, TimeUnit.SECONDS)).hasMessageContaining("10 MiB");
  }

  private static AuthScheme body() {
    return AuthScheme.computed(
        context -> Credential.of("x-body", new String(context.body(), UTF_8)));
  }

  private static AuthScheme digest() {
    return AuthScheme.computed(
        context ->
            Credential.of("x-body", HexFormat.of().formatHex(context.bodyDigest("SHA-256"))));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static Keyring keyring(AuthScheme scheme) {
    return Keyring.builder().add(ORIGIN, scheme).build();
  }

  private AuthCall call(AuthScheme scheme) {
    keyring = keyring(scheme);
    return keyring.newCall();
  }

  private static String header(AuthAttempt attempt) throws IOException {
    return AuthCall.await(attempt.credential(), () -> false).headers().get("x-body");
  }
}
