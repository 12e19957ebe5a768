package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.signatures.SigningCall.Body;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the scheme and the client: each request that leaves is signed as it is sent. */
class SignedCallTest {
  private static final AwsCredentials AWS_KEY = AwsCredentials.of("AKIA", "secret");
  private static final Reply OK = Reply.of(200, "ok");

  @AutoClose private final TestServer server = TestServer.http();

  /** A scheme, and who verifies it. */
  enum Signed {
    AWS {
      @Override
      AuthScheme scheme() {
        return AwsSigV4.of(AwsSdkSigner.REGION, "execute-api", AWS_KEY);
      }

      @Override
      boolean accepts(SentRequest request, String origin) {
        return new AwsVerifier("execute-api", origin).accepts(request, AWS_KEY);
      }
    },
    HTTP {
      @Override
      AuthScheme scheme() {
        return HttpSignature.signedWith(SigningKey.pem("kid", RfcKeys.ED25519_PRIVATE))
            .components("@method", "@target-uri", "content-digest")
            .nonce()
            .build();
      }

      @Override
      boolean accepts(SentRequest request, String origin) {
        return new HttpSignatureVerifier(
                "http", "ed25519", RfcKeys.publicKey("Ed25519", RfcKeys.ED25519_PUBLIC))
            .accepts(request);
      }
    },
    HMAC {
      @Override
      AuthScheme scheme() {
        return HmacSignature.signedWith(SigningKey.hs256("secret"))
            .header("X-Id", SignaturePart.RANDOM_ID)
            .header(
                "X-Signature",
                SignaturePart.hex(
                    SignaturePart.signature(
                        SignaturePart.RANDOM_ID,
                        SignaturePart.METHOD,
                        SignaturePart.PATH_AND_QUERY,
                        SignaturePart.BODY)))
            .build();
      }

      @Override
      boolean accepts(SentRequest request, String origin) {
        String signed =
            request.header("X-Id") + request.method() + request.target() + request.body();
        return HmacBytes.sha256("secret", signed).hex().equals(request.header("X-Signature"));
      }
    };

    abstract AuthScheme scheme();

    abstract boolean accepts(SentRequest request, String origin);
  }

  static Stream<Arguments> schemesAndClients() {
    return Arrays.stream(Signed.values())
        .flatMap(
            signed ->
                Arrays.stream(SigningClient.values()).map(client -> Arguments.of(signed, client)));
  }

  @ParameterizedTest
  @MethodSource("schemesAndClients")
  void aBodyOfUnknownLengthIsSigned(Signed signed, SigningClient client) throws Exception {
    for (Body kind : List.of(Body.UNKNOWN_LENGTH, Body.ONCE)) {
      assertThat(send(signed, client, "/a?b", kind)).isEqualTo(200);
    }
    assertAllSigned(signed, "/a?b", "/a?b");
  }

  @ParameterizedTest
  @MethodSource("schemesAndClients")
  void aRefusedRequestIsSignedAnewAndSentOnceMore(Signed signed, SigningClient client)
      throws Exception {
    server.reply(Reply.of(401, ""), OK);
    assertThat(send(signed, client, "/a?b", Body.UNKNOWN_LENGTH)).isEqualTo(200);
    assertAllSigned(signed, "/a?b", "/a?b");
  }

  @ParameterizedTest
  @MethodSource("schemesAndClients")
  void aRedirectedRequestIsSignedForWhereItGoes(Signed signed, SigningClient client)
      throws Exception {
    server.reply(Reply.redirect(307, "/c%20d?e=1"), OK);
    assertThat(send(signed, client, "/a?b", Body.UNKNOWN_LENGTH)).isEqualTo(200);
    assertAllSigned(signed, "/a?b", "/c%20d?e=1");
  }

  @ParameterizedTest
  @MethodSource("schemesAndClients")
  void aRequestThatIsRedirectedElsewhereHasNoSignature(Signed signed, SigningClient client)
      throws Exception {
    try (TestServer other = TestServer.http()) {
      server.reply(Reply.redirect(307, other.origin() + "/a?b"));
      assertThat(send(signed, client, "/a?b", Body.BYTES)).isEqualTo(200);
      assertAllSigned(signed, "/a?b");
      assertThat(other.request(0).body()).isEqualTo("a body");
      assertThat(signed.scheme().headerNames())
          .isNotEmpty()
          .noneMatch(name -> other.request(0).has(name));
    }
  }

  private int send(Signed signed, SigningClient client, String target, Body kind) throws Exception {
    try (Keyring keyring = Keyring.builder().add(server.origin(), signed.scheme()).build()) {
      return client.send(keyring, SigningCall.post(server.origin() + target, "a body").as(kind));
    }
  }

  /** All requests are signed, and would not be with another body. */
  private void assertAllSigned(Signed signed, String... targets) {
    assertThat(server.requests()).extracting(SentRequest::target).containsExactly(targets);
    assertThat(server.requests())
        .allSatisfy(
            request -> {
              assertThat(request.body()).isEqualTo("a body");
              assertThat(signed.accepts(request, server.origin())).isTrue();
              assertThat(signed.accepts(request.withBody("b body"), server.origin())).isFalse();
            });
  }
}
