package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.testing.SentRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An HMAC over a request with its body, as many vendors want it: made by a scheme, checked by us.
 */
final class BodySignature {
  static final String HEADER = "x-signature";

  private BodySignature() {}

  /** How a scheme reads a body. */
  enum Reading {
    /** All of it. */
    BODY {
      @Override
      byte[] sha256(IssueContext context) throws IOException {
        return digest(context.body());
      }
    },
    /** Its digest. */
    DIGEST {
      @Override
      byte[] sha256(IssueContext context) throws IOException {
        return context.bodyDigest("SHA-256");
      }
    };

    abstract byte[] sha256(IssueContext context) throws IOException;

    /** A lambda, which runs on the executor. */
    AuthScheme scheme() {
      return context ->
          Credential.of(
              HEADER,
              sign(
                  context.method(),
                  context.header("Content-Type").orElse(""),
                  context.header("Content-Length").orElse(""),
                  sha256(context)));
    }
  }

  static void verify(SentRequest request) {
    assertThat(request.isComplete()).isTrue();
    assertThat(request.header(HEADER))
        .isEqualTo(
            sign(
                request.method(),
                request.header("Content-Type"),
                // Java 17 tells the length of what a GET does not have.
                request.method().equals("GET") ? "" : request.header("Content-Length"),
                digest(request.bytes())));
  }

  private static String sign(String method, String type, String length, byte[] sha256) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(new byte[] {1, 2, 3}, "HmacSHA256"));
      mac.update(
          (method + "\n" + type + "\n" + length + "\n")
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(sha256));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] digest(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
