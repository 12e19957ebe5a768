package dev.latchkey.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports down while an origin has no usable credential, because the last attempt to issue one
 * failed; but for at most a minute after the next attempt was due, because an application that is
 * down may get no requests that could cause it. While the previous credential is still usable,
 * reports up, with the failure.
 */
final class KeyringHealthIndicator extends AbstractHealthIndicator {
  private final KeyringState state;

  KeyringHealthIndicator(KeyringState state) {
    this.state = state;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder.up();
    state
        .currentFailures()
        .forEach(
            (origin, failure) -> {
              Map<String, Object> detail = new LinkedHashMap<>();
              detail.put("failure", String.valueOf(failure.getMessage()));
              failure.nextTry().ifPresent(time -> detail.put("nextTry", time));
              state
                  .usableUntil(origin)
                  .ifPresentOrElse(time -> detail.put("usableUntil", time), builder::down);
              builder.withDetail(origin.toString(), detail);
            });
  }
}
