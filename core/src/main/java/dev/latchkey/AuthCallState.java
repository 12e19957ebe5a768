package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state that the attempts of one call share. */
final class AuthCallState {
  final KeyringOrigins origins;

  private @Nullable RequestHead first;
  private @Nullable RequestHead last;

  /** The origin that was looked up last, and what the keyring has for it. */
  private @Nullable Origin found;

  private @Nullable KeyringOrigin foundHere;

  /** The scheme of the first origin; null if the call gets no credentials. */
  private @Nullable AuthScheme scheme;

  /** The header names that the caller is known not to have set. */
  private Set<String> checkedNames = Set.of();

  /** The names of the query parameters that the caller is known not to have set. */
  private Set<String> checkedQuery = Set.of();

  /** The credentials whose query parameters were appended to URLs of the call. */
  private List<Credential> queries = List.of();

  /**
   * The names of the headers that only the scheme reads and that are never sent, and their values.
   */
  private Set<String> consumedNames = Set.of();

  private Map<String, String> consumed = Map.of();

  /** Whether the request of the current attempt goes to another origin than the first. */
  private boolean elsewhere;

  private boolean leftOrigin;

  /** Whether requests may have gone elsewhere that the adapter did not see. */
  private boolean unseen;

  private boolean retried;

  /** Whether the response to the retry is still to come. */
  private boolean retrying;

  /** A credential that an attempt got and that no request has carried yet. */
  private @Nullable ReadyCredential ready;

  AuthCallState(KeyringOrigins origins) {
    this.origins = origins;
  }

  /** Returns the entry for an origin, or null. Most requests of a call have the same one. */
  @SuppressWarnings("ReferenceEquality") // Others are looked up.
  @Nullable KeyringOrigin find(Origin origin) {
    if (found != origin) {
      foundHere = origins.get(origin);
      found = origin;
    }
    return foundHere;
  }

  /**
   * Returns a request with the headers that the caller set for the scheme only. They were removed
   * from the requests that an adapter builds from the first.
   */
  RequestHead withConsumed(RequestHead next, @Nullable KeyringOrigin here) {
    if (first == null && here != null && !here.consumedHeaders.isEmpty()) {
      consumedNames = here.consumedHeaders;
      consumed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String name : consumedNames) {
        String value = next.header(name);
        if (value != null) {
          consumed.put(name, value);
        }
      }
    }
    return consumed.isEmpty() ? next : next.consuming(consumed);
  }

  /** Returns the names of the headers that no request of the call carries, ignoring case. */
  Set<String> consumedNames() {
    return consumedNames;
  }

  /**
   * Returns whether the current request must not carry what the caller set for the first origin.
   */
  boolean losesBoundHeaders() {
    return leftOrigin || unseen || elsewhere;
  }

  /**
   * Begins an attempt at a request, and returns where it gets its credential; null if it gets none.
   *
   * @param here what the keyring holds for the request's origin; null if nothing
   */
  @Nullable KeyringOrigin begin(
      RequestHead next, @Nullable KeyringOrigin here, boolean afterUnseen) {
    unseen |= afterUnseen;
    next.follow(last);
    last = next;
    if (first == null) {
      return beginFirst(next, here);
    }
    boolean sameScheme = here != null && here.scheme == scheme;
    elsewhere = !first.hasSameOrigin(next);
    if (elsewhere && !sameScheme && !leftOrigin) {
      leftOrigin = true;
      if (scheme != null) {
        tell(next, UnauthenticatedEvent.Reason.REDIRECTED_ELSEWHERE);
      }
    }
    return leftOrigin || !sameScheme ? null : here;
  }

  private @Nullable KeyringOrigin beginFirst(RequestHead next, @Nullable KeyringOrigin here) {
    first = next;
    if (here == null) {
      tell(next, UnauthenticatedEvent.Reason.UNKNOWN_ORIGIN);
      return null;
    }
    checkedNames = here.headerNames();
    checkedQuery = here.queryNames();
    if (isSetByCaller(here, checkedNames, checkedQuery)) {
      return null;
    }
    scheme = here.scheme;
    return here;
  }

  /**
   * Returns whether the caller set one of the headers or parameters; if so, notifies the listener.
   */
  private boolean isSetByCaller(KeyringOrigin origin, Set<String> names, Set<String> queryNames) {
    RequestHead callers = requireNonNull(first);
    for (String name : names) {
      if (callers.hasHeader(name)) {
        tellSetByCaller(origin, name);
        return true;
      }
    }
    String parameter = callers.parameter(queryNames);
    if (parameter != null) {
      tellSetByCaller(origin, parameter);
    }
    return parameter != null;
  }

  private static void tellSetByCaller(KeyringOrigin origin, String name) {
    origin
        .listener()
        .unauthenticated(
            UnauthenticatedEvent.of(
                origin.origin, UnauthenticatedEvent.Reason.SET_BY_CALLER, name));
  }

  /** Notifies the listener of why a request gets no credential, if it goes to an origin. */
  void tell(RequestHead request, UnauthenticatedEvent.Reason reason) {
    Origin to = origins.listener.isEmpty() ? null : request.origin();
    if (to != null) {
      origins.listener.unauthenticated(UnauthenticatedEvent.of(to, reason, null));
    }
  }

  /**
   * Returns whether the caller set a header or parameter of the credential, after which the call
   * gets none. Checked for each credential, because a scheme may not declare its names.
   */
  boolean yieldsToCaller(KeyringOrigin to, CachedCredential issued) {
    Credential credential = issued.credential;
    if ((checkedNames.equals(to.headerNames()) && checkedQuery.equals(to.queryNames()))
        || !isSetByCaller(to, credential.headers().keySet(), credential.query().keySet())) {
      return false;
    }
    scheme = null;
    return true;
  }

  /**
   * Returns whether the URL of a request has a parameter of the credential, by a redirect or
   * otherwise.
   */
  static boolean hasParameterOf(Credential credential, RequestHead request) {
    return !credential.query().isEmpty() && request.parameter(credential.query().keySet()) != null;
  }

  /** Records what a request gets, for {@link #location}. */
  void appends(Credential credential) {
    if (!credential.query().isEmpty() && !queries.contains(credential)) {
      List<Credential> all = new ArrayList<>(queries);
      all.add(credential);
      queries = List.copyOf(all);
    }
  }

  /** Returns a URL without the query parameters that were appended to URLs of the call. */
  String location(String location) {
    String url = location;
    for (Credential appended : queries) {
      url = QueryParameters.remove(url, appended.query());
    }
    return url;
  }

  /**
   * Returns the prepared credential, once, if the request can use it; else null.
   *
   * @param millis the wall clock's current time
   */
  @Nullable CachedCredential takeReady(KeyringOrigin to, RequestHead next, long millis) {
    ReadyCredential known = ready;
    if (known == null) {
      return null;
    }
    ready = null;
    CachedCredential credential = known.credential();
    return known.suits(to, next) && !credential.hasEndedUnused(origins.times, millis)
        ? credential
        : null;
  }

  void keepReady(CachedCredential credential, KeyringOrigin origin, RequestHead request) {
    ready = new ReadyCredential(credential, origin, request);
  }

  boolean hasUnseen() {
    return unseen;
  }

  boolean hasRetried() {
    return retried;
  }

  boolean isRetrying() {
    return retrying;
  }

  /** Begins the one retry of the call, with a credential that replaces a refused one. */
  void retryWith(CachedCredential other, KeyringOrigin origin, RequestHead request) {
    retried = true;
    retrying = true;
    unseen = false;
    keepReady(other, origin, request);
  }

  /** Begins the one retry of the call; the adapter has vouched for what it did not see. */
  void retryAfterUnseen() {
    retried = true;
    unseen = false;
  }

  /** Notes that the retry was answered; a later request follows a redirect. */
  void retryAnswered() {
    retrying = false;
  }
}
