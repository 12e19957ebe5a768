package dev.latchkey.benchmarks;

import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One HS384 or HS512 token, as {@link SigningBenchmark} does one by HS256. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HmacBenchmark {
  /** The {@code alg}. */
  @Param({"HS384", "HS512"})
  public String algorithm = "HS512";

  /** Who signs. */
  @Param({"floor", "java-jwt", "jjwt", "nimbus", "latchkey"})
  public String contender = "floor";

  private TokenSigner signer = (key, exp) -> "";

  /** Makes the contender and checks its token. */
  @Setup
  public void setUp() throws Exception {
    String secret = Keys.longSecret();
    signer = signer(secret);
    SigningWork.verify(
        signer,
        (token, exp) -> EqualWork.checkHmac(algorithm, token, SigningWork.PATH, exp, secret));
  }

  private TokenSigner signer(String secret) throws Exception {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    boolean is512 = algorithm.equals("HS512");
    return switch (contender) {
      case "floor" -> JdkSigners.macReused(algorithm, secret);
      case "java-jwt" ->
          PeerSigners.javaJwt(is512 ? Algorithm.HMAC512(bytes) : Algorithm.HMAC384(bytes), null);
      case "jjwt" -> {
        SecretKeySpec key = new SecretKeySpec(bytes, JdkSigners.jdkName(algorithm));
        var hmac = is512 ? Jwts.SIG.HS512 : Jwts.SIG.HS384;
        yield PeerSigners.jjwt(null, builder -> builder.signWith(key, hmac));
      }
      case "nimbus" ->
          PeerSigners.nimbus(JWSAlgorithm.parse(algorithm), null, new MACSigner(bytes));
      case "latchkey" -> {
        SigningKey key = SigningKey.hmac(SigningAlgorithm.valueOf(algorithm), bytes);
        yield LatchkeySigners.scheme(LatchkeySigners.perRequest(key));
      }
      default -> throw new IllegalArgumentException(contender);
    };
  }

  /** One token. */
  @Benchmark
  public String sign() throws Exception {
    return signer.sign(SigningWork.PATH, SigningWork::exp);
  }
}
