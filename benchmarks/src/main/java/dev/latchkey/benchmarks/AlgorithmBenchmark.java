package dev.latchkey.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One token by an algorithm of a key pair that has no benchmark of its own. */
public class AlgorithmBenchmark extends KeyPairSigningBenchmark {
  /** The {@code alg}. */
  @Param({"RS384", "RS512", "PS256", "PS384", "PS512", "ES384", "ES512", "EdDSA"})
  public String algorithm = "PS256";

  /** Who signs; java-jwt has neither PS nor EdDSA, and Nimbus takes another library for EdDSA. */
  @Param({"floor", "jjwt", "latchkey"})
  public String contender = "floor";

  /** Makes a key and the contender. */
  @Setup
  public void setUp() throws Exception {
    start(algorithm, contender);
  }
}
