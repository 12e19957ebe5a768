package dev.latchkey.jdk;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Under what a test runs.
 *
 * @param wire what requests travel by
 * @param way how they are sent
 */
record Setup(Transport wire, SendMode way) {
  static Stream<Setup> all() {
    return Arrays.stream(Transport.values())
        .flatMap(wire -> Arrays.stream(SendMode.values()).map(way -> new Setup(wire, way)));
  }

  static Stream<Setup> sync() {
    return all().filter(setup -> setup.way == SendMode.SEND);
  }

  static Stream<Setup> async() {
    return all().filter(setup -> setup.way == SendMode.SEND_ASYNC);
  }

  /** Where a server may push. */
  static Stream<Setup> pushing() {
    return async().filter(setup -> setup.wire != Transport.HTTP_1);
  }

  /**
   * Where a refusal may come before the body was asked for. Over HTTP/2 the bare client waits for
   * the end of such an exchange for ever (JDK-8286171): measured with Java 17.0.15, and not with
   * 25.
   */
  static Stream<Setup> refusingBeforehand() {
    return all()
        .filter(setup -> setup.wire == Transport.HTTP_1 || Runtime.version().feature() >= 25);
  }
}
