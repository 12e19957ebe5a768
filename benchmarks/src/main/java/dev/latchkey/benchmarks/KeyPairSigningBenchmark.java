package dev.latchkey.benchmarks;

import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import dev.latchkey.SigningKey;
import io.fusionauth.jwt.Signer;
import io.fusionauth.jwt.ec.ECSigner;
import io.fusionauth.jwt.rsa.RSASigner;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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
  final void start(String alg, String contender, KeyPair pair) throws Exception {
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
      case "java-jwt" -> PeerSigners.javaJwt(javaJwt(key), keyId);
      case "jjwt" -> PeerSigners.jjwt(keyId, jjwt(key));
      case "nimbus" -> PeerSigners.nimbus(JWSAlgorithm.parse(alg), keyId, nimbus(key));
      case "jose4j" -> PeerSigners.jose4j(alg, keyId, key);
      case "fusionauth" -> PeerSigners.fusionauth(fusionauth(key));
      case "vertx" -> {
        Vertx started = Vertx.vertx();
        vertx = started;
        PubSecKeyOptions options = new PubSecKeyOptions().setId(keyId).setAlgorithm(alg);
        yield PeerSigners.vertx(started, options.setBuffer(Keys.pem(pair)));
      }
      case "latchkey" ->
          LatchkeySigners.scheme(LatchkeySigners.perRequest(SigningKey.rs256(keyId, key)));
      default -> throw new IllegalArgumentException(contender);
    };
  }

  private static Algorithm javaJwt(PrivateKey key) {
    return key instanceof RSAPrivateKey rsa
        ? Algorithm.RSA256(null, rsa)
        : Algorithm.ECDSA256(null, (ECPrivateKey) key);
  }

  private static UnaryOperator<JwtBuilder> jjwt(PrivateKey key) {
    return key instanceof RSAPrivateKey
        ? builder -> builder.signWith(key, Jwts.SIG.RS256)
        : builder -> builder.signWith(key, Jwts.SIG.ES256);
  }

  private static JWSSigner nimbus(PrivateKey key) throws Exception {
    return key instanceof RSAPrivateKey
        ? new RSASSASigner(key)
        : new ECDSASigner((ECPrivateKey) key);
  }

  private static Signer fusionauth(PrivateKey key) {
    return key instanceof RSAPrivateKey
        ? RSASigner.newSHA256Signer(key, SigningWork.KEY_ID)
        : ECSigner.newSHA256Signer(key, SigningWork.KEY_ID);
  }

  /** One token. */
  @Benchmark
  public String sign() throws Exception {
    return signer.sign(SigningWork.PATH, SigningWork::exp);
  }
}
