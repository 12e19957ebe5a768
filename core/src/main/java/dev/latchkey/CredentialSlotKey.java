package dev.latchkey;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which requests share a slot: those to one entry of the keyring that agree in everything its
 * scheme reads. No record, because a URI or a header may hold a secret and a record prints what it
 * holds.
 */
final class CredentialSlotKey {
  private final Object entry;
  private final @Nullable String method;
  private final @Nullable URI uri;
  private final Map<String, Optional<String>> headers;
  private final int hash;

  private CredentialSlotKey(
      Object entry,
      @Nullable String method,
      @Nullable URI uri,
      Map<String, Optional<String>> headers) {
    this.entry = entry;
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.hash =
        ((System.identityHashCode(entry) * 31 + Objects.hashCode(method)) * 31
                    + Objects.hashCode(uri))
                * 31
            + headers.hashCode();
  }

  /** The key of credentials that do not depend on the request. */
  static CredentialSlotKey of(Object entry) {
    return new CredentialSlotKey(entry, null, null, Map.of());
  }

  static CredentialSlotKey of(Object entry, Vary reads, RequestHead request) {
    return new CredentialSlotKey(
        entry,
        reads.method() ? request.method() : null,
        reads.uri() ? request.uri() : null,
        headers(reads.headers(), request));
  }

  private static Map<String, Optional<String>> headers(Set<String> names, RequestHead request) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, Optional<String>> headers = new TreeMap<>();
    names.forEach(name -> headers.put(name, Optional.ofNullable(request.header(name))));
    return headers;
  }

  boolean isForAllRequests() {
    return method == null && uri == null && headers.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof CredentialSlotKey that
            && entry == that.entry
            && Objects.equals(method, that.method)
            && Objects.equals(uri, that.uri)
            && headers.equals(that.headers));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
