package dev.latchkey.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down while an origin has no usable credential, because the last attempt to issue one failed. Not
 * for longer than a minute after the next attempt was due: where requests are kept from an
 * application that is down, none would lead to that attempt. While the credential before serves, it
 * is up, and tells the failure.
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
