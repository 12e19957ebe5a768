package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The timer that looks at secrets. */
class SecretWatchTest {
  @Test
  void secretIsLookedAtByATimer() throws Exception {
    CountDownLatch reads = new CountDownLatch(3);
    AuthScheme scheme =
        SecretScheme.constant(
            secrets -> AuthScheme.header("x", secrets.get(0)),
            List.of(
                () -> {
                  reads.countDown();
                  return "v";
                }));
    OriginSchemes schemes = new OriginSchemes();
    schemes.add(OriginScheme.ofBean("acme", "https://api.test", false, scheme));
    SecretWatch watch = new SecretWatch(schemes, Duration.ofMillis(1));
    try (Keyring keyring = Keyring.builder().add("https://api.test", scheme).build()) {
      watch.start(keyring);
      assertThat(reads.await(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      watch.destroy();
    }
  }

  @Test
  void closingDoesNotWaitForASourceThatHangs() throws Exception {
    CountDownLatch reading = new CountDownLatch(2);
    CountDownLatch hanging = new CountDownLatch(1);
    AuthScheme scheme =
        SecretScheme.constant(
            secrets -> AuthScheme.header("x", secrets.get(0)),
            List.of(
                () -> {
                  reading.countDown();
                  if (reading.getCount() == 0) {
                    awaitUninterruptibly(hanging);
                  }
                  return "v";
                }));
    OriginSchemes schemes = new OriginSchemes();
    schemes.add(OriginScheme.ofBean("acme", "https://api.test", false, scheme));
    SecretWatch watch = new SecretWatch(schemes, Duration.ofMillis(1));
    try (Keyring keyring = Keyring.builder().add("https://api.test", scheme).build()) {
      watch.start(keyring);
      assertThat(reading.await(1, TimeUnit.MINUTES)).isTrue();
      FutureTask<Void> closing = new FutureTask<>(watch::destroy, null);
      new Thread(closing).start();
      closing.get(20, TimeUnit.SECONDS);
    } finally {
      hanging.countDown();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        boolean unused = latch.await(2, TimeUnit.MINUTES);
        return;
      } catch (InterruptedException e) {
        // A source may do so too.
      }
    }
  }
}
