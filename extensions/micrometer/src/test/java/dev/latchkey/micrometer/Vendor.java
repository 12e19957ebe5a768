package dev.latchkey.micrometer;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import java.io.IOException;
import java.time.Duration;

/**
 * A scheme of numbered credentials that live for five minutes; it fails or issues none when told
 * to.
 */
final class Vendor implements AuthScheme {
  boolean failing;
  boolean silent;
  private int issued;

  @Override
  public Credential issue(IssueContext context) throws IOException {
    if (failing) {
      throw new IOException("down");
    }
    if (silent) {
      return Credential.none().singleUse();
    }
    return Credential.of("x-token", "t" + ++issued)
        .reusableUntil(context.now().plus(Duration.ofMinutes(5)));
  }
}
