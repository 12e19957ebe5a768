package dev.latchkey.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One RS256 token: RSA of 2048 bits. */
public class Rs256Benchmark extends KeyPairSigningBenchmark {
  /** Who signs. */
  @Param({
    "floor",
    "signature-each",
    "java-jwt",
    "jjwt",
    "nimbus",
    "jose4j",
    "fusionauth",
    "vertx",
    "latchkey"
  })
  public String contender = "floor";

  /** Makes a key and the contender. */
  @Setup
  public void setUp() throws Exception {
    start("RS256", contender);
  }
}
