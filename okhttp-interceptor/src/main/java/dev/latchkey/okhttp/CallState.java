package dev.latchkey.okhttp;

import dev.latchkey.AuthAttempt;
import dev.latchkey.AuthCall;
import dev.latchkey.RequestContent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The state of one call that the two halves share. It is looked up by the call, because
 * interceptors may rebuild requests without their tags.
 */
final class CallState {
  /** The calls that an application half is processing. */
  private static final Map<Call, CallState> CALLS = new ConcurrentHashMap<>();

  /** The interceptor, or the pair of interceptors, that created the state. */
  private final @Nullable Object owner;

  final AuthCall authCall;

  private final OriginUris uris;

  /** The headers of the original request, which the caller set. */
  final Headers callersHeaders;

  /** The attempt at the original request. */
  final AuthAttempt first;

  final RedirectTrail trail;
  final BodyLength bodyLength = new BodyLength();

  // Most calls have one URL, which both halves report.
  private Target target;

  /** The body that a scheme requested last. */
  private volatile @Nullable BodyContent content;

  /** The last response of the network that was not reported; null if there is none. */
  private @Nullable Hop unreported;

  /** The Authorization that the application half itself added to the request. */
  @Nullable String attached;

  /** Whether the network half saw a request. */
  boolean networkSeen;

  /** Whether a request got no credential because of hops that the network half did not see. */
  boolean unseenHops;

  CallState(@Nullable Object owner, AuthCall authCall, OriginUris uris, Request request) {
    this.owner = owner;
    this.uris = uris;
    this.authCall = authCall;
    this.callersHeaders = request.headers();
    this.target = new Target(request.url(), uris);
    this.trail = new RedirectTrail(request);
    this.first = attempt(request);
  }

  /** Registers the state for its call; returns false if the call has one. */
  boolean begin(Call call) {
    return CALLS.putIfAbsent(call, this) == null;
  }

  static @Nullable CallState of(Call call) {
    return CALLS.get(call);
  }

  boolean isOf(Object owner) {
    return this.owner == owner;
  }

  void end(Call call) {
    CALLS.remove(call);
    reportAsPassed();
  }

  /** Starts an attempt at a request whose previous hops the halves have seen. */
  AuthAttempt attempt(Request request) {
    return authCall.attempt(new HopRequest(request, target(request), this));
  }

  /** Starts an attempt at a request that may be the target of a redirect from a cache. */
  AuthAttempt attemptAfterUnseen(Request request) {
    unseenHops = true;
    return authCall.attemptAfterUnseen(new HopRequest(request, target(request), this));
  }

  /** Returns a body for schemes to read: always the same object for the same body. */
  @SuppressWarnings("ReferenceEquality") // OkHttp passes on the same object.
  @Nullable RequestContent content(@Nullable RequestBody body) {
    if (body == null || body instanceof ContentBody) {
      return body == null ? null : ((ContentBody) body).content;
    }
    BodyContent known = content;
    if (known == null || known.body != body) {
      known = new BodyContent(body);
      content = known;
    }
    return known;
  }

  private Target target(Request request) {
    if (!request.url().equals(target.url)) {
      target = new Target(request.url(), uris);
    }
    return target;
  }

  /** Keeps the head of a response, to report it once it is known how it is handled. */
  void answered(AuthAttempt attempt, Request request, Response response) {
    unreported = new Hop(attempt, request, response);
  }

  /** Returns the response that was not reported, once; null if there is none. */
  @Nullable Hop takeUnreported() {
    Hop hop = unreported;
    unreported = null;
    return hop;
  }

  /**
   * Reports a response that the application half does not decide on: the call continued or failed.
   */
  void reportAsPassed() {
    Hop hop = takeUnreported();
    if (hop != null) {
      // Complete, since nothing is sent again.
      var unused = hop.received(false);
    }
  }

  /** Returns a constant, because the request may hold secrets. */
  @Override
  public String toString() {
    return "latchkey";
  }
}
