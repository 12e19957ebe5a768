package dev.latchkey.jdk;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** A test with a rig; its class says under which setups it runs. */
abstract class TestEnvironmentTest {
  @Parameter Setup setup;

  TestEnvironment rig;

  @BeforeEach
  void open() throws IOException {
    rig = new TestEnvironment(setup);
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }
}
