package dev.latchkey;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Notifies a listener when a scheme signs with other keys than before, or keys cannot be read. */
final class KeyEvents {
  private final Origin origin;
  private final AuthScheme scheme;
  private final KeyringListener listener;

  private volatile @Nullable Object last;
  private volatile @Nullable String lastProblem;

  KeyEvents(Origin origin, AuthScheme scheme, KeyringListener listener) {
    this.origin = origin;
    this.scheme = scheme;
    this.listener = listener;
  }

  /** Records the key of a credential, or the list of keys if it is made of several. */
  void signedWith(@Nullable Object key) {
    Object before = last;
    if (key != before) {
      last = key;
      tell(before, key);
    }
    String problem = BuiltInScheme.keyProblem(scheme);
    if (!Objects.equals(problem, lastProblem)) {
      lastProblem = problem;
      if (problem != null) {
        listener.keyUnreadable(KeyUnreadableEvent.of(origin, problem));
      }
    }
  }

  private void tell(@Nullable Object before, @Nullable Object now) {
    if (before instanceof List<?> list && now instanceof List<?> other) {
      for (int i = 0; i < list.size(); i++) {
        tell(list.get(i), other.get(i));
      }
    } else if (before != null && now instanceof SigningKey key && !key.equals(before)) {
      listener.keyChanged(KeyChangedEvent.of(origin, key.keyId().orElse(null), key.algorithm()));
    }
  }
}
