package dev.latchkey.examples;

import dev.latchkey.CredentialException;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client of {@link SoakServer}, which cannot tell its key a third of the times. */
final class SoakSigner implements SoakTarget, Supplier<SigningKey> {
  private final SoakServer server;
  private final SoakTrouble trouble = new SoakTrouble();

  SoakSigner(SoakServer server) {
    this.server = server;
  }

  @Override
  public SigningKey get() {
    if (ThreadLocalRandom.current().nextInt(3) == 0) {
      trouble.failed();
      throw new IssuerDown();
    }
    trouble.succeeded();
    return server.signingKey();
  }

  long failures() {
    return trouble.failures();
  }

  @Override
  public URI uri() {
    return server.uri();
  }

  @Override
  public List<Refusal> takeRefusals(String call) {
    return server.refusals.take(call);
  }

  @Override
  public Watch watch() {
    BooleanSupplier failed = trouble.watch();
    return new Watch() {
      @Override
      public boolean issuerFailed() {
        return failed.getAsBoolean();
      }

      @Override
      public boolean explains(IOException failure) {
        return failure instanceof CredentialException && isIssuersFault(failure.getCause());
      }
    };
  }

  private static boolean isIssuersFault(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IssuerDown) {
        return true;
      }
    }
    return false;
  }

  /** The failure that the soak makes the issuer have. */
  private static final class IssuerDown extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
