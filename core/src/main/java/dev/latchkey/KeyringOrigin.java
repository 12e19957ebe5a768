package dev.latchkey;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One origin of a keyring, its scheme and its slots, with what was learned of the scheme: which
 * parts of a request it reads, which headers it sets, and whether its credentials are reused.
 */
final class KeyringOrigin implements CredentialIssuer.OnIssue {
  final Origin origin;
  final AuthScheme scheme;

  private final KeyringListener listener;
  private final CredentialExecutor executor;

  /** The names of the headers that only the scheme reads and that are never sent, ignoring case. */
  final Set<String> consumedHeaders;

  private final CredentialParts parts;
  private final CredentialIssuer issuer;
  private final boolean readsResponses;
  private volatile OriginSlots slots;
  private volatile Vary vary = Vary.NOTHING;

  /** Whether the last credential was for one request, and whether any was not. */
  private volatile boolean singleUse;

  private volatile boolean reusable;
  private volatile Set<String> headerNames;

  /** The same names in the case in which they were learned, among which a name is found faster. */
  private volatile Set<String> exactNames;

  private volatile Set<String> queryNames;

  KeyringOrigin(
      Origin origin,
      AuthScheme scheme,
      ServerClock serverClock,
      CredentialParts parts,
      KeyringResources resources,
      Lazy<Cache<CredentialSlotKey, CredentialSlot>> slots) {
    this.origin = origin;
    this.scheme = scheme;
    this.listener = resources.listener();
    this.executor = resources.executor();
    this.parts = parts;
    this.issuer = new CredentialIssuer(origin, scheme, serverClock, parts, resources, this);
    this.consumedHeaders = BuiltInScheme.consumedHeaders(scheme);
    this.readsResponses = BuiltInScheme.readsResponses(scheme);
    this.slots = OriginSlots.of(issuer, slots);
    this.headerNames = HeaderFields.names(scheme.headerNames());
    this.exactNames = Set.copyOf(headerNames);
    this.queryNames = Set.copyOf(BuiltInScheme.queryNames(scheme));
  }

  KeyringListener listener() {
    return listener;
  }

  /** Returns the names of the headers that the scheme sets, as far as they are known. */
  Set<String> headerNames() {
    return headerNames;
  }

  /** Returns the names of the query parameters that the scheme sets, as far as they are known. */
  Set<String> queryNames() {
    return queryNames;
  }

  /**
   * Returns the head of a response if the scheme must see it; null if the response is not a refusal
   * and there is nothing to learn from it.
   */
  @Nullable ResponseHead head(int status, Function<String, @Nullable String> header) {
    return readsResponses || scheme.isRefusal(status)
        ? new ResponseHead(origin, status, header)
        : null;
  }

  /**
   * Passes a response to the scheme and to the schemes of the parts.
   *
   * @param sent the credential that the request carried
   */
  void observe(ResponseHead response, CachedCredential sent) {
    if (readsResponses) {
      BuiltInScheme.observe(scheme, response);
    }
    if (sent.hasParts()) {
      sent.parts().forEach(part -> part.observe(response));
    }
  }

  /** Returns whether the scheme, or that of a part, takes a response for a refusal. */
  boolean isRefusal(ResponseHead response, CachedCredential sent) {
    return isRefusal(response)
        || (sent.hasParts() && sent.parts().stream().anyMatch(part -> part.isRefusal(response)));
  }

  /** Returns whether the scheme takes a response for a refusal. */
  boolean isRefusal(ResponseHead response) {
    try {
      return scheme.isRefusal(response);
    } catch (Throwable e) {
      // Then the caller gets the response.
      return false;
    }
  }

  /**
   * Returns the credential that serves all requests, if there is one and there is nothing to do;
   * else null.
   *
   * @param millis the wall clock's current time
   */
  @Nullable CachedCredential peek(long millis) {
    CredentialSlot slot = slots.forAll();
    return slot == null || !vary.isNothing() || executor.isClosed() ? null : slot.peek(millis);
  }

  /**
   * Gives the waiter a credential for its request, at once if one is cached, else when it is
   * issued. If the waiter's was refused, it is another one if that is worth an issue.
   */
  void give(CredentialWaiter<?> waiter) {
    if (executor.isClosed()) {
      waiter.failed(CredentialExecutor.closedException());
    } else if (waiter.refused == null) {
      get(waiter);
    } else if (isForOneRequest(waiter.refused)) {
      slots.singleUseIssuer.replace(waiter);
    } else {
      slot(waiter.request).replace(waiter, isReplacingWorthwhile());
    }
  }

  /** Returns whether another credential may help in place of a refused one that has a slot. */
  boolean isReplacingWorthwhile() {
    return vary.isNothing() || slots.vainRetries.isOver();
  }

  private void get(CredentialWaiter<?> waiter) {
    boolean shared = !vary.isTooWide();
    if (shared && !singleUse) {
      slot(waiter.request).get(waiter);
      return;
    }
    // A scheme may issue both kinds, depending on the request's method, for example.
    CachedCredential cached = shared && reusable ? slots.usable(vary, waiter.request) : null;
    if (cached != null) {
      waiter.got(cached);
    } else {
      slots.singleUseIssuer.get(waiter);
    }
  }

  /**
   * Drops what is cached and what was learned from refusals. A credential under way reaches its
   * waiters, and is not cached. What was learned of the scheme and of the server's clock is kept.
   */
  synchronized void forget() {
    OriginSlots old = slots;
    slots = old.successor();
    parts.forget();
    old.end();
    old.removeEnded();
    issuer.forget();
  }

  /** Drops what is cached of a part that is no longer used; see {@link OriginSlots#end}. */
  void end() {
    slots.end();
  }

  /** Records whether a retry with a credential that replaced a refused one was accepted. */
  void retried(CachedCredential credential, RequestHead request, boolean accepted) {
    boolean isKeyChanged = issuer.changes.retried(credential, accepted);
    slots.vainRetries.record(accepted);
    if (credential.hasParts()) {
      credential.parts().forEach(part -> part.retried(request, accepted));
    }
    if (isForOneRequest(credential)) {
      return;
    }
    if (accepted) {
      slot(request).accepted();
    } else if (isKeyChanged) {
      slot(request).replaceInBackground(credential, request);
    }
  }

  /**
   * Returns whether the credential is for one request; so is one that depends on too much of the
   * request.
   */
  boolean isForOneRequest(CachedCredential credential) {
    return credential.isSingleUse() || vary.isTooWide();
  }

  /** Returns whether each request is likely to have an issue of its own that must wait. */
  boolean isIssuedElsewhereForEach() {
    return singleUse && issuer.isElsewhere();
  }

  CredentialSlot slot(RequestHead request) {
    return slots.slot(vary, request);
  }

  /** Learns the server's clock from a refusal. */
  void learnClock(Function<String, @Nullable String> header, long sentMillis) {
    issuer.learnClock(header, sentMillis);
  }

  /**
   * Learns from a credential. Most show nothing new; then nothing is locked or written, because
   * calls that are signed individually meet here, and a write would make each of them 5 % slower.
   */
  @Override
  public void issued(RequestHead request, CachedCredential issued) throws CredentialException {
    boolean single = issued.isSingleUse();
    boolean misplaced = singleUse && !single;
    if (singleUse != single) {
      singleUse = single;
    }
    if (!reusable && !single) {
      reusable = true;
    }
    Map<String, String> headers = issued.credential.headers();
    checkNotConsumed(headers);
    Map<String, String> query = issued.credential.query();
    if (!query.isEmpty() && !queryNames.containsAll(query.keySet())) {
      learnQuery(query.keySet());
    }
    if (!vary.covers(issued.vary) || !isKnown(headers)) {
      misplaced |= learnParts(issued.vary, headers.keySet()) && !single;
    }
    if (misplaced && !vary.isTooWide()) {
      slots.put(vary, request, issued);
    }
  }

  @Override
  public void failedForOneRequest() {
    singleUse = true;
  }

  private void checkNotConsumed(Map<String, String> headers) throws CredentialException {
    if (consumedHeaders.isEmpty()) {
      return;
    }
    for (String name : headers.keySet()) {
      if (consumedHeaders.contains(name)) {
        throw new CredentialException(
            "its scheme must not set a header that it consumes, but set " + name);
      }
    }
  }

  private boolean isKnown(Map<String, String> headers) {
    // A map's set of keys would be made for each request.
    int known = 0;
    for (String name : exactNames) {
      if (headers.containsKey(name)) {
        known++;
      }
    }
    return known == headers.size() || headerNames.containsAll(headers.keySet());
  }

  private synchronized void learnQuery(Set<String> names) {
    Set<String> all = new HashSet<>(queryNames);
    all.addAll(names);
    queryNames = Set.copyOf(all);
  }

  /** Returns whether the scheme has read more parts of a request than before. */
  private synchronized boolean learnParts(Vary read, Set<String> names) {
    boolean grows = !vary.covers(read);
    vary = vary.and(read);
    Set<String> all = HeaderFields.names(headerNames);
    all.addAll(names);
    headerNames = all;
    exactNames = Set.copyOf(all);
    return grows;
  }
}
