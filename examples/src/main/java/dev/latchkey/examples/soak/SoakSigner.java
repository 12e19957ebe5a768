package dev.latchkey.examples.soak;

import dev.latchkey.ClockOffsetEvent;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueFailedEvent;
import dev.latchkey.IssuedEvent;
import dev.latchkey.KeyringListener;
import dev.latchkey.Origin;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of {@link SoakServer}, which cannot tell its key a third of the times. It listens to its
 * keyring, which also asks for the key to learn whether it has changed, and then waits for nothing.
 */
final class SoakSigner implements SoakTarget, KeyringListener, Supplier<SigningKey> {
  /** How long a token may be in use that was dated before a clock was followed. */
  private static final long BACKOFF = Duration.ofSeconds(5).toNanos();

  private final SoakServer server;
  private final SoakTrouble trouble = new SoakTrouble();
  private volatile Duration ahead = Duration.ZERO;
  private volatile long clockTold = System.nanoTime() - BACKOFF;
  private final AtomicLong issued = new AtomicLong();

  SoakSigner(SoakServer server) {
    this.server = server;
  }

  @Override
  public SigningKey get() {
    // Not before the first token, so that there is a call that is accepted however short the soak
    // is.
    if (issued.get() > 0 && ThreadLocalRandom.current().nextInt(3) == 0) {
      trouble.failed();
      throw new IssuerDown();
    }
    return server.signingKey();
  }

  @Override
  public void issueFailed(IssueFailedEvent event) {
    if (event.origin().equals(Origin.of(uri()))) {
      trouble.begins();
    }
  }

  @Override
  public void issued(IssuedEvent event) {
    if (event.origin().equals(Origin.of(uri()))) {
      trouble.ends();
      issued.incrementAndGet();
    }
  }

  @Override
  public void clockOffset(ClockOffsetEvent event) {
    if (event.origin().equals(Origin.of(uri()))) {
      ahead = event.isApplied() ? event.offset() : Duration.ZERO;
      clockTold = System.nanoTime();
    }
  }

  long issued() {
    return issued.get();
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
    boolean clockWasUnknown = clockIsUnknown();
    return new Watch() {
      @Override
      public boolean issuerFailed() {
        return failed.getAsBoolean();
      }

      @Override
      public boolean clockIsUnknown() {
        return clockWasUnknown || SoakSigner.this.clockIsUnknown();
      }

      @Override
      public boolean explains(IOException failure) {
        return failure instanceof CredentialException && isIssuersFault(failure.getCause());
      }
    };
  }

  private boolean clockIsUnknown() {
    return server.mayNotBeKnownToBeAhead(ahead) || System.nanoTime() - clockTold < BACKOFF;
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
