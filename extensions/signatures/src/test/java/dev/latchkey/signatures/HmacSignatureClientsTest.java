package dev.latchkey.signatures;

import static dev.latchkey.signatures.SignaturePart.BODY;
import static dev.latchkey.signatures.SignaturePart.EPOCH_MILLIS;
import static dev.latchkey.signatures.SignaturePart.HOST;
import static dev.latchkey.signatures.SignaturePart.METHOD;
import static dev.latchkey.signatures.SignaturePart.PATH_AND_QUERY;
import static dev.latchkey.signatures.SignaturePart.RANDOM_ID;
import static dev.latchkey.signatures.SignaturePart.hex;
import static dev.latchkey.signatures.SignaturePart.signature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is signed is what a server gets, through both clients. */
class HmacSignatureClientsTest {
  private static final byte[] BINARY = {0, (byte) 0xff, '\r', '\n', (byte) 0xc3};

  /** The key is rotated while the server already wants the new one. */
  @ParameterizedTest
  @EnumSource
  void aServerGetsWhatWasSignedAndARefusalIsSignedAnew(SigningClient client) throws Exception {
    AtomicReference<SigningKey> key = new AtomicReference<>(SigningKey.hs256("old"));
    HmacSignature scheme =
        HmacSignature.signedWith(key::get)
            .header("X-Id", RANDOM_ID)
            .query("time", EPOCH_MILLIS)
            .query("signature", hex(signature(RANDOM_ID, METHOD, HOST, PATH_AND_QUERY, BODY)))
            .build();
    try (TestServer server = TestServer.http();
        Keyring keyring = Keyring.builder().add(server.origin(), scheme).build()) {
      server.handle(
          request -> {
            key.set(SigningKey.hs256("new"));
            return Reply.of(isSignedWith("new", request) ? 200 : 401, "");
          });
      String url = server.origin() + "/a%20b?x=%C3%BC&y";

      assertThat(client.send(keyring, SigningCall.post(url, BINARY))).isEqualTo(200);
      assertThat(server.requests()).hasSize(2);
      assertThat(isSignedWith("old", server.request(0))).isTrue();
      assertThat(server.requests()).extracting(SentRequest::bytes).containsOnly(BINARY);
      assertThat(server.sent("X-Id")).doesNotHaveDuplicates();
    }
  }

  private static boolean isSignedWith(String secret, SentRequest request) {
    String[] target = request.target().split("&signature=", -1);
    assertThat(target).hasSize(2);
    assertThat(target[0]).matches("/a%20b\\?x=%C3%BC&y&time=\\d{13}");
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(
        HmacBytes.utf8(request.header("X-Id") + "POST" + request.header("Host") + target[0]));
    signed.writeBytes(BINARY);
    return HmacBytes.of("HmacSHA256", HmacBytes.utf8(secret), signed.toByteArray())
        .hex()
        .equals(target[1]);
  }
}
