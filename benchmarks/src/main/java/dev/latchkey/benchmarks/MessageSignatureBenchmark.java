package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssueContext;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.signatures.HttpSignature;
import dev.latchkey.testing.TestKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A POST of a KiB of JSON signed by RFC 9421 with Ed25519. {@code floor} is the bare signature, by
 * a reused Signature, of a signature base that is ready.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageSignatureBenchmark {
  private static final String METHOD = "POST";

  /** Who signs. */
  @Param({"floor", "latchkey", "latchkey-keyring"})
  public String contender = "floor";

  private final KeyPair pair = Keys.pair("EdDSA");
  private Callable<?> signer = () -> "";

  /** Makes the contender and checks that it makes the bare signature. */
  @Setup
  public void setUp() throws Exception {
    signer = signer();
    EqualWork.checkEqual("signature", text(bare().call()), text(signer.call()));
  }

  private Callable<?> signer() throws Exception {
    AuthScheme scheme =
        HttpSignature.signedWith(SigningKey.pem(SigningWork.KEY_ID, TestKeys.pkcs8(pair)))
            .components("@method", "@target-uri", "content-type", "content-digest")
            .build();
    URI uri = SignedRequests.URL;
    Map<String, String> given = SignedRequests.headers(METHOD);
    byte[] body = SignedRequests.body(METHOD);
    return switch (contender) {
      case "floor" -> bare();
      case "latchkey" ->
          () ->
              scheme
                  .issue(IssueContext.of(METHOD, uri, given, body, SignedRequests.CLOCK))
                  .headers();
      case "latchkey-keyring" -> {
        Keyring keyring =
            Keyring.builder()
                .clock(SignedRequests.CLOCK)
                .add(SignedRequests.ORIGIN, scheme)
                .build();
        yield () -> keyring.authenticate(METHOD, uri, given, body).headers();
      }
      default -> throw new IllegalArgumentException(contender);
    };
  }

  private Callable<byte[]> bare() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(SignedRequests.body(METHOD));
    byte[] base =
        """
        "@method": POST
        "@target-uri": %s
        "content-type": application/json
        "content-digest": sha-256=:%s:
        "@signature-params": ("@method" "@target-uri" "content-type" "content-digest");created=%d;keyid="%s"
        """
            .formatted(
                SignedRequests.URL,
                base64(digest),
                SignedRequests.CLOCK.instant().getEpochSecond(),
                SigningWork.KEY_ID)
            .strip()
            .getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    return () -> {
      signature.update(base);
      return signature.sign();
    };
  }

  private static String text(Object signed) {
    return signed instanceof byte[] bytes
        ? "sig1=:" + base64(bytes) + ":"
        : String.valueOf(((Map<?, ?>) signed).get("Signature"));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** One signature. */
  @Benchmark
  public Object sign() throws Exception {
    return signer.call();
  }
}
