package dev.latchkey.spring;

import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import dev.latchkey.Origin;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/**
 * Checks the secrets of constant credentials each minute, and makes the keyring drop a credential
 * whose secret has changed. Such a credential has no end, so the keyring would keep it until a
 * server refuses it. A secret that cannot be read is logged once, and the credential stays in use.
 */
final class SecretWatch implements DisposableBean {
  private static final Log log = LogFactory.getLog(SecretWatch.class);

  private final Map<Origin, SecretScheme> schemes;
  private final Duration interval;
  private final Map<Origin, String> troubles = new HashMap<>();
  private @Nullable Keyring keyring;
  private volatile @Nullable ScheduledExecutorService timer;

  SecretWatch(OriginSchemes schemes, Duration interval) {
    this.schemes = schemes.constant();
    this.interval = interval;
  }

  /** Starts the checks, on a separate thread, unless there is nothing to check. */
  synchronized void start(Keyring made) {
    if (schemes.isEmpty()) {
      return;
    }
    keyring = made;
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "latchkey-secrets");
              thread.setDaemon(true);
              return thread;
            });
    timer = started;
    var unused =
        started.scheduleWithFixedDelay(
            this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Checks all secrets. */
  synchronized void look() {
    Keyring watched = keyring;
    if (watched != null) {
      schemes.forEach((origin, scheme) -> look(watched, origin, scheme));
    }
  }

  private void look(Keyring watched, Origin origin, SecretScheme scheme) {
    try {
      if (scheme.refresh()) {
        watched.forget(origin.toString());
      }
      troubles.remove(origin);
    } catch (CredentialException e) {
      tell(origin, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Its message may show what was read.
      tell(origin, "it cannot be read (" + e.getClass().getName() + ")");
    }
  }

  private void tell(Origin origin, String trouble) {
    if (!trouble.equals(troubles.put(origin, trouble))) {
      log.warn("The last secret of " + origin + " is used, because there is no other: " + trouble);
    }
  }

  /** Does not wait for a look, since a source of properties may hang. */
  @Override
  public void destroy() {
    ScheduledExecutorService started = timer;
    if (started != null) {
      started.shutdownNow();
    }
  }
}
