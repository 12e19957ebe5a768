package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What arrives at a server is verified there, and refused with one byte changed. */
class HttpSignatureClientsTest {
  private static final HttpSignatureVerifier VERIFIER =
      new HttpSignatureVerifier(
          "http", "ed25519", RfcKeys.publicKey("Ed25519", RfcKeys.ED25519_PUBLIC));
  private static final String BODY = "{\"a\":1}";
  private static final String[] COVERED = {
    "@method",
    "@target-uri",
    "@authority",
    "@scheme",
    "@request-target",
    "@path",
    "@query",
    "@query-param;name=\"b%20b\"",
    "content-digest",
    "x-map",
    "x-lines"
  };

  @AutoClose private final TestServer server = TestServer.http();

  @BeforeEach
  void verify() {
    server.handle(sent -> Reply.of(VERIFIER.accepts(sent) ? 200 : 401, ""));
  }

  private Keyring keyring(String... covered) {
    return Keyring.builder()
        .add(
            server.origin(),
            HttpSignature.signedWith(SigningKey.pem("test-key-ed25519", RfcKeys.ED25519_PRIVATE))
                .components(covered)
                .algorithm()
                .nonce()
                .build())
        .build();
  }

  private static SigningCall withHeaders(SigningCall call) {
    return call.with("X-Map", "b=?0, a=(1  2);x").with("X-Lines", "one, two", "three");
  }

  @ParameterizedTest
  @EnumSource
  void aRequestWithABodyIsVerifiedAndRefusedWithOneByteChanged(SigningClient client)
      throws Exception {
    int status =
        client.send(
            keyring(COVERED), withHeaders(SigningCall.post(url("/a%20b//c?a=1&b+b=%7E+x"), BODY)));

    assertThat(status).isEqualTo(200);
    SentRequest request = server.request(0);
    assertThat(request.body()).isEqualTo(BODY);
    assertRefusedWithOneByteChanged(request);
    assertThat(VERIFIER.accepts(request.withBody("{\"a\":2}"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aRequestWithoutABodyIsVerifiedAndRefusedWithOneByteChanged(SigningClient client)
      throws Exception {
    int status = client.send(keyring(COVERED), withHeaders(SigningCall.get(url("/?b%20b="))));

    assertThat(status).isEqualTo(200);
    SentRequest request = server.request(0);
    assertThat(request.header("Content-Digest"))
        .isEqualTo("sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
    assertRefusedWithOneByteChanged(request);
    assertThat(VERIFIER.accepts(request.withBody("x"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void eachRequestHasASignatureOfItsOwn(SigningClient client) throws Exception {
    Keyring keyring = keyring("@method");

    assertThat(client.send(keyring, SigningCall.get(url("/")))).isEqualTo(200);
    assertThat(client.send(keyring, SigningCall.get(url("/")))).isEqualTo(200);

    assertThat(server.sent("Signature")).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedRequestIsSentOnceMoreWithTheRotatedKey(SigningClient client) throws Exception {
    List<SigningKey> keys =
        List.of(
            SigningKey.hs256("old").withKeyId("old"),
            SigningKey.pem("new", RfcKeys.ED25519_PRIVATE));
    Keyring keyring =
        Keyring.builder()
            .add(
                server.origin(),
                HttpSignature.signedWith(() -> keys.get(Math.min(server.requests().size(), 1)))
                    .components("@method", "content-digest")
                    .build())
            .build();

    assertThat(client.send(keyring, SigningCall.post(url("/"), "body"))).isEqualTo(200);
    assertThat(server.sent("Signature-Input"))
        .extracting(input -> input.replaceAll(".*keyid=", ""))
        .containsExactly("\"old\"", "\"new\"");
    assertThat(server.requests()).extracting(SentRequest::body).containsOnly("body");
  }

  @ParameterizedTest
  @EnumSource
  void aHeaderThatIsMissingIsToldBeforeAnythingIsSent(SigningClient client) throws Exception {
    Keyring keyring = keyring("@method", "x-missing");

    assertThatThrownBy(() -> client.send(keyring, SigningCall.get(url("/"))))
        .extracting(e -> e instanceof ExecutionException ? e.getCause() : e)
        .isInstanceOf(CredentialException.class)
        .asString()
        .contains("lacks the header x-missing");
    assertThat(server.requests()).isEmpty();

    // And holds no other request back.
    SigningCall complete = SigningCall.get(url("/")).with("x-missing", "here");
    assertThat(client.send(keyring, complete)).isEqualTo(200);
  }

  private String url(String target) {
    return server.origin() + target;
  }

  private static void assertRefusedWithOneByteChanged(SentRequest request) {
    assertThat(VERIFIER.accepts(request)).isTrue();
    assertThat(VERIFIER.accepts(request.withMethod("PUT"))).isFalse();
    assertThat(VERIFIER.accepts(request.withTarget("/x" + request.target().substring(1))))
        .isFalse();
    assertThat(VERIFIER.accepts(request.withTarget(request.target() + "x"))).isFalse();
    assertThat(VERIFIER.accepts(request.with("Host", "other.test"))).isFalse();
    assertThat(VERIFIER.accepts(request.with("X-Lines", "one, two, four"))).isFalse();
    assertThat(VERIFIER.accepts(request.with("X-Map", "a=(1 3);x"))).isFalse();
    String input = request.header("Signature-Input");
    assertThat(
            VERIFIER.accepts(
                request.with("Signature-Input", input.replace("nonce=\"", "nonce=\"x"))))
        .isFalse();
  }
}
