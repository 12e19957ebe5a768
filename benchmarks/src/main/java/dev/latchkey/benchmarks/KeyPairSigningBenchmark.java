package dev.latchkey.benchmarks;

import com.nimbusds.jose.JWSAlgorithm;
import dev.latchkey.testing.TestKeys;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One token signed with a key pair: header {@code {alg, kid, typ}}, claims {@code {key, exp}}.
 * {@code floor} is a reused Signature and JSON by hand.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class KeyPairSigningBenchmark {
  private TokenSigner signer = (key, exp) -> "";
  private @Nullable Vertx vertx;

  /** Makes the contender and checks its token. */
  final void start(String alg, String contender) throws Exception {
    KeyPair pair = Keys.pair(alg);
    signer = signer(alg, contender, pair);
    SigningWork.verify(
        signer,
        (token, exp) ->
            EqualWork.checkAsymmetric(
                alg, token, SigningWork.PATH, exp, SigningWork.KEY_ID, pair.getPublic()));
  }

  /** Ends the contender's threads. */
  @TearDown
  public void tearDown() throws Exception {
    if (vertx != null) {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  private TokenSigner signer(String alg, String contender, KeyPair pair) throws Exception {
    PrivateKey key = pair.getPrivate();
    String keyId = SigningWork.KEY_ID;
    return switch (contender) {
      case "floor" -> JdkSigners.signatureReused(alg, keyId, key);
      case "signature-each" -> JdkSigners.signatureEach(alg, keyId, key);
      case "java-jwt" -> PeerSigners.javaJwt(PeerKeys.javaJwt(alg, key), keyId);
      case "jjwt" -> PeerSigners.jjwt(keyId, PeerKeys.jjwt(alg, key));
      case "nimbus" -> PeerSigners.nimbus(JWSAlgorithm.parse(alg), keyId, PeerKeys.nimbus(key));
      case "jose4j" -> PeerSigners.jose4j(alg, keyId, key);
      case "fusionauth" -> PeerSigners.fusionauth(PeerKeys.fusionauth(key));
      case "vertx" -> {
        Vertx started = Vertx.vertx();
        vertx = started;
        PubSecKeyOptions options = new PubSecKeyOptions().setId(keyId).setAlgorithm(alg);
        yield PeerSigners.vertx(started, options.setBuffer(TestKeys.pkcs8(pair)));
      }
      case "latchkey" ->
          LatchkeySigners.scheme(LatchkeySigners.perRequest(LatchkeySigners.key(alg, keyId, key)));
      default -> throw new IllegalArgumentException(contender);
    };
  }

  /** One token. */
  @Benchmark
  public String sign() throws Exception {
    return signer.sign(SigningWork.PATH, SigningWork::exp);
  }
}
