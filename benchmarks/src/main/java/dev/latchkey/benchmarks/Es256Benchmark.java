package dev.latchkey.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One ES256 token: the curve P-256. */
public class Es256Benchmark extends KeyPairSigningBenchmark {
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
    start("ES256", contender);
  }
}
