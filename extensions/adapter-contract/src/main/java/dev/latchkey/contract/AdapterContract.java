package dev.latchkey.contract;

import dev.latchkey.Keyring;
import dev.latchkey.contract.TestClient.Mode;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.stream.Stream;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The rules that every adapter follows, as tests. A test of an adapter extends this class, or
 * {@link BodyAdapterContract} if the adapter tells schemes the body and all headers.
 */
@ParameterizedClass
@ArgumentsSource(AdapterContract.Modes.class)
public abstract class AdapterContract
    implements AttachRules,
        ConsumedHeaderRules,
        FailureRules,
        ForgetRules,
        HangRules,
        NoneRules,
        PartRules,
        QueryRules,
        RedirectRules,
        RefusalRules,
        ReportRules,
        ResponseHeadRules {
  @Parameter Mode mode;

  private TestEnvironment stage;

  /** Marks the test of an adapter whose client has no asynchronous calls. */
  @Retention(RetentionPolicy.RUNTIME)
  public @interface SyncOnly {}

  /** Not {@code @EnumSource}, to which a subclass can only add. */
  static final class Modes implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      boolean syncOnly = context.getRequiredTestClass().isAnnotationPresent(SyncOnly.class);
      return Stream.of(Mode.values())
          .filter(mode -> !syncOnly || mode == Mode.SYNC)
          .map(Arguments::of);
    }
  }

  /**
   * Returns the client under test, with the keyring. It follows redirects of every kind, trusts the
   * certificates, and repeats no request of its own accord.
   */
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
