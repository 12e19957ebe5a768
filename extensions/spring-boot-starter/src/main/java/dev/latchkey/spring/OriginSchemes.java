package dev.latchkey.spring;

import dev.latchkey.Keyring;
import dev.latchkey.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;

/** The origins of the application's keyring. Not changed once it is a bean. */
final class OriginSchemes {
  private final Map<Origin, OriginScheme> schemes = new LinkedHashMap<>();
  private final Keyring.Builder check = Keyring.builder();

  void add(OriginScheme scheme) {
    // This rejects what the keyring would, for example an origin that was added before.
    scheme.addTo(check);
    schemes.put(Origin.of(scheme.url()), scheme);
  }

  void addTo(Keyring.Builder keyring) {
    schemes.values().forEach(scheme -> scheme.addTo(keyring));
  }

  /** Returns those whose credentials have no end and whose secrets may change. */
  Map<Origin, SecretScheme> constant() {
    Map<Origin, SecretScheme> constant = new LinkedHashMap<>();
    schemes.forEach(
        (origin, scheme) -> scheme.constant().ifPresent(secrets -> constant.put(origin, secrets)));
    return constant;
  }

  /**
   * Returns whether the keyring of the starter has no origin; false for one of the application's.
   */
  static boolean areNone(ObjectProvider<OriginSchemes> provided) {
    OriginSchemes schemes = provided.getIfAvailable();
    return schemes != null && schemes.schemes.isEmpty();
  }

  Map<Origin, OriginScheme> all() {
    return schemes;
  }
}
