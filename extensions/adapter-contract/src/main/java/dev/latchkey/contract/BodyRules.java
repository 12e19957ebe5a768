package dev.latchkey.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.contract.BodySignature.Reading;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is signed of a body is what is sent. */
interface BodyRules {
  int LIMIT = 10 * 1024 * 1024;

  TestEnvironment stage();

  private Answer send(AuthScheme scheme, TestBody body) throws Exception {
    return send(scheme, stage().vendor.uri("/"), body);
  }

  private Answer send(AuthScheme scheme, URI uri, TestBody body) throws Exception {
    return stage().send((BodyClient) stage().client(scheme), uri, Map.of(), body);
  }

  /** All but long ones, made anew since some can be read once. */
  private static List<TestBody> bodies() {
    byte[] bytes = "a stream".getBytes(UTF_8);
    return List.of(
        TestBody.none(),
        TestBody.text("a text: ä"),
        TestBody.text(""),
        TestBody.bytes("bytes"),
        TestBody.bytes(""),
        TestBody.multipart(),
        TestBody.stream(bytes.length, () -> new ByteArrayInputStream(bytes)),
        TestBody.stream(-1, () -> new ByteArrayInputStream(bytes)),
        TestBody.stream(-1, InputStream::nullInputStream),
        TestBody.oneShot(bytes.length, new ByteArrayInputStream(bytes)),
        TestBody.oneShot(-1, new ByteArrayInputStream(bytes)));
  }

  @ParameterizedTest
  @EnumSource
  default void theSignatureIsOfTheBodyThatArrives(Reading reading) throws Exception {
    for (AuthScheme scheme : List.of(reading.scheme(), AuthScheme.computed(reading.scheme()))) {
      for (TestBody body : bodies()) {
        int sent = stage().vendor.requests().size();
        int issued = stage().issued.get();

        assertThat(send(scheme, body).status()).as(body + "").isEqualTo(200);

        assertThat(stage().vendor.requests()).hasSize(sent + 1);
        BodySignature.verify(stage().vendor.request(sent));
        assertThat(stage().issued.get()).as("asked once for " + body).isEqualTo(issued + 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aRetryIsSignedAnewAndCarriesTheSameBytes(Reading reading) throws Exception {
    for (TestBody body : bodies()) {
      int sent = stage().vendor.requests().size();
      stage().vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
      AtomicInteger count = new AtomicInteger();
      AuthScheme numbered =
          context ->
              Credential.of(
                      BodySignature.HEADER,
                      reading.scheme().issue(context).headers().get(BodySignature.HEADER))
                  .and("x-count", "" + count.incrementAndGet());

      assertThat(send(numbered, body).status()).as(body + "").isEqualTo(200);

      BodySignature.verify(stage().vendor.request(sent));
      BodySignature.verify(stage().vendor.request(sent + 1));
      assertThat(stage().vendor.request(sent + 1).bytes())
          .isEqualTo(stage().vendor.request(sent).bytes());
      assertThat(stage().vendor.request(sent + 1).header("x-count")).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aRedirectedBodyIsSignedForEachHop(Reading reading) throws Exception {
    for (int status : new int[] {307, 303}) {
      for (TestBody body : bodies()) {
        int sent = stage().vendor.requests().size();
        stage().vendor.reply(Reply.redirect(status, "/next"), Reply.of(200, "ok"));

        Answer answer = send(reading.scheme(), body);

        List<SentRequest> requests = stage().vendor.requests();
        requests.subList(sent, requests.size()).forEach(BodySignature::verify);
        assertThat(answer.status()).as(body + "").isIn(200, body.replayable() ? 200 : status);
      }
    }
  }

  @Test
  default void aLargeBodyIsDigestedAndStreamed() throws Exception {
    for (long length : new long[] {GeneratedStream.LENGTH, -1}) {
      TestBody large = TestBody.stream(length, GeneratedStream::large);
      int sent = stage().vendor.requests().size();

      assertThat(send(AuthScheme.computed(Reading.DIGEST.scheme()), large).status()).isEqualTo(200);

      assertThat(stage().vendor.request(sent).bytes().length).isEqualTo(GeneratedStream.LENGTH);
      BodySignature.verify(stage().vendor.request(sent));
    }
  }

  @Test
  default void aLargeBodyIsSentAgainAfterARefusal() throws Exception {
    stage().vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    AtomicInteger count = new AtomicInteger();
    AuthScheme numbered =
        context ->
            Credential.of(
                "x-digest", context.bodyDigest("SHA-256").length + "." + count.incrementAndGet());

    Answer answer = send(numbered, TestBody.stream(-1, GeneratedStream::large));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(stage().vendor.sent("x-digest")).containsExactly("32.1", "32.2");
    assertThat(stage().vendor.request(1).bytes()).isEqualTo(stage().vendor.request(0).bytes());
  }

  @Test
  default void aLargeBodyThatChangesIsNeverSentWhole() throws Exception {
    for (long length : new long[] {GeneratedStream.LENGTH, -1}) {
      AtomicInteger readings = new AtomicInteger();
      TestBody changing =
          TestBody.stream(
              length,
              () -> new GeneratedStream(GeneratedStream.LENGTH, readings.getAndIncrement()));

      assertThatThrownBy(() -> send(Reading.DIGEST.scheme(), changing))
          .isInstanceOf(IOException.class);

      assertThat(readings).hasValue(2);
      assertThat(stage().vendor.requests()).noneMatch(SentRequest::isComplete);
    }
  }

  @Test
  default void aBodyThatIsReadOnceIsOpenedOnce() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    TestBody once =
        new TestBody(
            TestBody.Kind.STREAM,
            "text/plain",
            -1,
            false,
            () -> {
              opened.incrementAndGet();
              return new ByteArrayInputStream("once".getBytes(UTF_8));
            });

    assertThat(send(Reading.BODY.scheme(), once).status()).isEqualTo(200);

    assertThat(stage().vendor.request(0).body()).isEqualTo("once");
    assertThat(opened).hasValue(1);
  }

  @Test
  default void aLargeBodyThatCanBeReadOnceFailsBeforeAnythingIsSent() {
    for (long length : new long[] {GeneratedStream.LENGTH, -1}) {
      assertThatThrownBy(
              () ->
                  send(Reading.DIGEST.scheme(), TestBody.oneShot(length, GeneratedStream.large())))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("can be read once only")
          .hasMessageContaining(stage().vendor.origin());
    }
    assertThat(stage().vendor.requests()).isEmpty();
  }

  @Test
  default void aBodyBeyondTheLimitFailsBeforeAnythingIsSent() throws Exception {
    for (long length : new long[] {LIMIT + 1, -1}) {
      TestBody tooLong = TestBody.stream(length, () -> new GeneratedStream(LIMIT + 1, -1));
      assertThatThrownBy(() -> send(Reading.BODY.scheme(), tooLong))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("10 MiB")
          .hasMessageContaining("bodyDigest");
    }
    assertThat(stage().vendor.requests()).isEmpty();
    TestBody longest = TestBody.stream(-1, () -> new GeneratedStream(LIMIT, -1));
    assertThat(send(Reading.BODY.scheme(), longest).status()).isEqualTo(200);
    BodySignature.verify(stage().vendor.request(0));
  }

  @Test
  default void aSchemeThatCanDoWithoutTheBodySaysSo() throws Exception {
    AuthScheme payload =
        context ->
            Credential.of(
                "x-payload",
                context.isBodyReadable()
                    ? "signed" + context.bodyDigest("SHA-256").length
                    : "unsigned");

    send(payload, TestBody.oneShot(-1, new ByteArrayInputStream("once".getBytes(UTF_8))));
    send(payload, TestBody.text("text"));
    send(payload, TestBody.none());

    assertThat(stage().vendor.sent("x-payload"))
        .containsExactly("unsigned", "signed32", "signed32");
    assertThat(stage().vendor.request(0).body()).isEqualTo("once");
  }

  @Test
  default void aBodyThatFailsWhileItIsReadFailsTheCallWithItsOwnError() {
    TestBody broken = TestBody.stream(-1, () -> new BrokenStream("broken disk"));

    for (AuthScheme scheme :
        List.of(Reading.BODY.scheme(), AuthScheme.computed(Reading.DIGEST.scheme()))) {
      assertThatThrownBy(() -> send(scheme, broken))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(CredentialException.class)
          .hasStackTraceContaining("broken disk");
    }
    assertThat(stage().vendor.requests()).isEmpty();
  }

  @Test
  default void aBodyIsInNoMessage() {
    AuthScheme careless =
        context -> {
          throw new IllegalStateException("cannot sign " + new String(context.body(), UTF_8));
        };

    assertThatThrownBy(() -> send(careless, TestBody.text("s3cret")))
        .isInstanceOf(CredentialException.class)
        .hasMessageNotContaining("s3cret");
  }
}
