package dev.latchkey.benchmarks;

import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import dev.latchkey.SigningKey;
import dev.latchkey.vendor.ApiKey;
import io.fusionauth.jwt.hmac.HMACSigner;
import io.jsonwebtoken.Jwts;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One HS256 token: header {@code {alg, typ}}, claims {@code {key, exp}}, where {@code key} is of
 * this request and {@code exp} of this second. {@code floor} is a reused Mac and JSON by hand.
 *
 * <p>{@code latchkey-x-signature} is the signature of {@code ApiKey.signed}, which does not depend
 * on the request: an average over the time measured, in which one call of each second signs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SigningBenchmark {
  /** Who signs. */
  @Param({
    "floor",
    "mac-cloned",
    "mac-each",
    "java-jwt-algorithm",
    "java-jwt",
    "jjwt",
    "nimbus",
    "jose4j",
    "fusionauth",
    "vertx",
    "latchkey",
    "latchkey-headersFor",
    "latchkey-call",
    "latchkey-x-signature"
  })
  public String contender = "floor";

  private TokenSigner signer = (key, exp) -> "";
  private @Nullable Vertx vertx;

  /** Makes the contender and checks its token. */
  @Setup
  public void setUp() throws Exception {
    String secret = Keys.secret();
    signer = signer(secret);
    SigningWork.verify(
        signer, (token, exp) -> EqualWork.checkHmac("HS256", token, SigningWork.PATH, exp, secret));
  }

  /** Ends the contender's threads. */
  @TearDown
  public void tearDown() throws Exception {
    if (vertx != null) {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  private TokenSigner signer(String secret) throws Exception {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    SigningKey key = SigningKey.hs256(secret);
    return switch (contender) {
      case "floor" -> JdkSigners.macReused("HS256", secret);
      case "mac-cloned" -> JdkSigners.macCloned(secret);
      case "mac-each" -> JdkSigners.macEach(secret);
      case "java-jwt-algorithm" -> PeerSigners.javaJwtAlgorithm(Algorithm.HMAC256(bytes));
      case "java-jwt" -> PeerSigners.javaJwt(Algorithm.HMAC256(bytes), null);
      case "jjwt" -> {
        SecretKeySpec hmac = new SecretKeySpec(bytes, "HmacSHA256");
        yield PeerSigners.jjwt(null, builder -> builder.signWith(hmac, Jwts.SIG.HS256));
      }
      case "nimbus" -> PeerSigners.nimbus(JWSAlgorithm.HS256, null, new MACSigner(bytes));
      case "jose4j" ->
          PeerSigners.jose4j(
              AlgorithmIdentifiers.HMAC_SHA256, null, new SecretKeySpec(bytes, "HmacSHA256"));
      case "fusionauth" -> PeerSigners.fusionauth(HMACSigner.newSHA256Signer(bytes));
      case "vertx" -> {
        Vertx started = Vertx.vertx();
        vertx = started;
        yield PeerSigners.vertx(
            started, new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret));
      }
      case "latchkey" -> LatchkeySigners.scheme(LatchkeySigners.perRequest(key));
      case "latchkey-headersFor" ->
          LatchkeySigners.headersFor(LatchkeySigners.keyring(LatchkeySigners.perRequest(key)));
      case "latchkey-call" ->
          LatchkeySigners.call(LatchkeySigners.keyring(LatchkeySigners.perRequest(key)));
      case "latchkey-x-signature" ->
          LatchkeySigners.headersFor(
              LatchkeySigners.keyring(ApiKey.signed(SigningWork.PATH, secret)));
      default -> throw new IllegalArgumentException(contender);
    };
  }

  /** One token. */
  @Benchmark
  public String sign() throws Exception {
    return signer.sign(SigningWork.PATH, SigningWork::exp);
  }
}
