package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one call, whatever the HTTP client: which hop gets a credential, which of the
 * caller's own headers go along, and when a refusal is answered with another credential. For
 * authors of adapters; it does no HTTP itself.
 *
 * <p>An adapter makes one for each call and then, for each request that it is about to send:
 *
 * <ol>
 *   <li>{@link #hop} tells where the request goes;
 *   <li>{@link #withheld} names the headers to take off it;
 *   <li>{@link #headers} gives those to put on it, in place of any of the same name;
 *   <li>of the response, {@link #refused} tells whether it refuses the credential; if so, {@link
 *       #renew} tells whether the same hop is to be sent once more.
 * </ol>
 *
 * <p>Of the rules:
 *
 * <ul>
 *   <li>If the caller set a header that the scheme would set, the call is the caller's: nothing is
 *       added on any hop and nothing is sent again.
 *   <li>The call's first origin decides. Only hops to it, or to one that was added with the very
 *       same scheme, get credentials. After a hop elsewhere no later one gets any.
 *   <li>A refusal is answered once per call, if the request can be sent again and the credential
 *       then is another one.
 * </ul>
 *
 * <p>Belongs to one call: used by one thread at a time.
 */
public final class AuthCall {
  /** What a caller sets for the origin that he calls, and no other is to see. */
  private static final Set<String> CALLERS_OWN =
      Set.of("Authorization", "Cookie", "Proxy-Authorization");

  private final Keyring keyring;

  // The call.
  private @Nullable RequestHead first;
  private @Nullable AuthScheme scheme;
  private Set<String> notCallers = Set.of();
  private boolean left;
  private boolean retried;

  // The hop.
  private @Nullable RequestHead request;
  private @Nullable KeyringOrigin entry;
  private boolean elsewhere;
  private @Nullable CachedCredential prepared;
  private @Nullable CachedCredential used;
  private @Nullable CachedCredential retriedWith;

  /** Of what was used; null if it was for this request alone. */
  private @Nullable CredentialSlot slot;

  private long sentMillis;

  AuthCall(Keyring keyring) {
    this.keyring = keyring;
  }

  /**
   * A request is about to be sent: the call's first, the target of a redirect, or one sent again.
   * What {@link #renew} or {@link #prepare} got ready stays ready if it suits this request too.
   *
   * @param uri absolute; {@code ws} and {@code wss} count as {@code http} and {@code https}
   * @param header gives the first value of a header that the request has, by its name in any case;
   *     at the first hop, of those that the caller set
   */
  public void hop(String method, URI uri, Function<String, Optional<String>> header) {
    requireNonNull(uri, "uri");
    hop(new RequestHead(requireNonNull(method, "method"), uri, header), keyring.entry(uri));
  }

  /**
   * As {@link #hop(String, URI, Function)}, for clients that have URLs of another type, of which a
   * {@link URI} would have to be made. It is made only if the scheme reads it.
   *
   * @param uri gives the absolute URI, which is of this origin; any number of times, on any thread
   */
  public void hop(
      String method, Origin origin, Supplier<URI> uri, Function<String, Optional<String>> header) {
    requireNonNull(origin, "origin");
    requireNonNull(uri, "uri");
    hop(
        new RequestHead(requireNonNull(method, "method"), origin, uri, header),
        keyring.entry(origin));
  }

  private void hop(RequestHead next, @Nullable KeyringOrigin here) {
    RequestHead last = request;
    KeyringOrigin lastEntry = entry;
    request = next;
    used = null;
    if (first == null) {
      first = next;
      if (here != null) {
        notCallers = here.headerNames();
        scheme = isCallersOwn(notCallers) ? null : here.scheme;
      }
      entry = scheme == null ? null : here;
      return;
    }
    elsewhere = !first.hasSameOrigin(next);
    boolean vendors = here != null && here.scheme == scheme;
    left |= elsewhere && !vendors;
    entry = left || !vendors ? null : here;
    boolean stillSuits =
        prepared != null && last != null && entry == lastEntry && prepared.reads.agree(last, next);
    prepared = stillSuits ? prepared : null;
  }

  /**
   * The names of the headers that this hop must not carry, ignoring case: on a hop to another
   * origin than the call's first, and on every one after it, what the caller set for the first
   * alone.
   */
  public Set<String> withheld() {
    if (!elsewhere && !left) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(CALLERS_OWN);
    keyring.headerNames().values().forEach(names::addAll);
    return names;
  }

  /**
   * Gets ready what {@link #headers} will give, so that it need not wait.
   *
   * @return completes when it is ready, or with a {@link CredentialException}
   */
  public CompletableFuture<Void> prepare() {
    KeyringOrigin to = entry;
    if (to == null) {
      return CompletableFuture.completedFuture(null);
    }
    prepared = atHand(to, keyring.millis());
    return prepared != null
        ? CompletableFuture.completedFuture(null)
        : obtain(to).thenAccept(held -> prepared = held);
  }

  /**
   * The headers to put on this hop, name to value in their order; empty if it gets none. Cancelling
   * the future, or not waiting for it, harms no other call.
   *
   * @return fails with a {@link CredentialException}, in which case nothing is to be sent
   */
  public CompletableFuture<Map<String, String>> headers() {
    KeyringOrigin to = entry;
    if (to == null) {
      return CompletableFuture.completedFuture(Map.of());
    }
    long now = keyring.millis();
    CachedCredential held = atHand(to, now);
    return held != null
        ? CompletableFuture.completedFuture(use(held, now))
        : obtain(to).thenApply(obtained -> use(obtained, keyring.millis()));
  }

  /** What can be had without waiting, as nearly all calls can. */
  private @Nullable CachedCredential atHand(KeyringOrigin to, long now) {
    return prepared != null ? prepared : keyring.atHand(to, now);
  }

  private CompletableFuture<CachedCredential> obtain(KeyringOrigin to) {
    return keyring.obtain(to, requireNonNull(request));
  }

  private Map<String, String> use(CachedCredential held, long now) {
    prepared = null;
    KeyringOrigin to = entry;
    if (to == null) {
      // Another hop began while this one's headers were waited for.
      return Map.of();
    }
    if (!notCallers.equals(to.headerNames()) && isCallersOwn(held.credential.headers().keySet())) {
      // Known only now, because the scheme did not tell its headers beforehand.
      scheme = null;
      entry = null;
      return Map.of();
    }
    used = held;
    slot = held.isSingleUse() ? null : to.slot(requireNonNull(request));
    sentMillis = now;
    return held.credential.headers();
  }

  private boolean isCallersOwn(Set<String> names) {
    RequestHead callers = requireNonNull(first);
    for (String name : names) {
      if (callers.header(name).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes note of a response to this hop, and tells whether it refuses a credential that {@link
   * #headers} gave.
   */
  public boolean refused(int status) {
    CachedCredential sent = used;
    KeyringOrigin to = entry;
    if (sent == null || to == null) {
      return false;
    }
    if (to.isRefusal(status)) {
      return true;
    }
    if (sent == retriedWith) {
      to.retried(slot, true);
    }
    return false;
  }

  /**
   * Looks for another credential after a refusal. The response's {@code Date} teaches how the
   * server's clock runs. If the request cannot be sent again, or was already, the caller is to get
   * the response as it is; later calls use another credential nevertheless.
   *
   * @param responseHeader gives the first value of a header of the response
   * @param replayable whether the request's body can be sent again
   * @return whether to send the same hop again with what {@link #headers} gives then; fails with a
   *     {@link CredentialException} if the credential was dropped and no other one can be had
   */
  public CompletableFuture<Boolean> renew(
      int status, Function<String, Optional<String>> responseHeader, boolean replayable) {
    CachedCredential refused = used;
    KeyringOrigin to = entry;
    if (refused == null || to == null) {
      return CompletableFuture.completedFuture(false);
    }
    used = null;
    learnClock(to, responseHeader);
    if (refused == retriedWith) {
      to.retried(slot, false);
      to.listener.refused(to.origin, status, false);
      return CompletableFuture.completedFuture(false);
    }
    CompletableFuture<CachedCredential> next =
        keyring.replace(to, refused, slot, requireNonNull(request));
    if (!replayable || retried) {
      to.listener.refused(to.origin, status, false);
      return CompletableFuture.completedFuture(false);
    }
    return next.whenComplete(
            (held, failure) -> {
              if (failure != null) {
                to.listener.refused(to.origin, status, false);
              }
            })
        .thenApply(
            held -> {
              retried = !held.hasSameHeaders(refused);
              if (retried) {
                prepared = held;
                retriedWith = held;
              }
              to.listener.refused(to.origin, status, retried);
              return retried;
            });
  }

  private void learnClock(KeyringOrigin to, Function<String, Optional<String>> responseHeader) {
    if (to.serverClock.learn(
        name -> responseHeader.apply(name).orElse(null), sentMillis, keyring.millis())) {
      Duration apart = Duration.ofMillis(to.serverClock.told());
      to.listener.clockOffset(to.origin, apart, to.serverClock.isApplied());
    }
  }

  /** Nothing of the request, which may hold secrets. */
  @Override
  public String toString() {
    return "AuthCall";
  }
}
