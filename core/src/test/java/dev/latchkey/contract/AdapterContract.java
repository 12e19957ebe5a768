package dev.latchkey.contract;

import dev.latchkey.Keyring;
import dev.latchkey.contract.TestClient.Mode;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every adapter does, whatever its client. A test of an adapter extends it. */
@ParameterizedClass
@EnumSource(Mode.class)
public abstract class AdapterContract
    implements AttachRules, FailureRules, RedirectRules, RefusalRules, ReportRules {
  @Parameter Mode mode;

  private TestEnvironment stage;

  /** A client with the keyring that follows redirects of every kind and trusts the certificates. */
  protected abstract TestClient client(Keyring keyring, HandshakeCertificates trusted);

  @BeforeEach
  void open() {
    stage = new TestEnvironment(mode, this::client);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Override
  public TestEnvironment stage() {
    return stage;
  }
}
