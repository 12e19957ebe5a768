package dev.latchkey;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the statuses by which a vendor says that a credential was not accepted. */
final class RefusalStatuses {
  private RefusalStatuses() {}

  /**
   * @throws IllegalArgumentException if there is none, or one is not from 400 to 599
   */
  static Set<Integer> of(int... statuses) {
    if (statuses.length == 0) {
      throw new IllegalArgumentException("refusedWith needs at least one status, such as 401");
    }
    for (int status : statuses) {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException(
            "refusedWith takes statuses from 400 to 599, but one was " + status);
      }
    }
    return Arrays.stream(statuses).boxed().collect(Collectors.toUnmodifiableSet());
  }
}
