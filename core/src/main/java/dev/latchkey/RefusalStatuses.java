package dev.latchkey;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the statuses that mean that a credential was not accepted. */
final class RefusalStatuses {
  private RefusalStatuses() {}

  /**
   * @throws IllegalArgumentException if there is no status, or a status is not from 400 to 599
   */
  static Set<Integer> of(int... statuses) {
    if (statuses.length == 0) {
      throw new IllegalArgumentException(
          "refusedWith must have at least one status, such as 401, but had none");
    }
    for (int status : statuses) {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException(
            "refusedWith must have only statuses from 400 to 599, but one was " + status);
      }
    }
    return Arrays.stream(statuses).boxed().collect(Collectors.toUnmodifiableSet());
  }
}
