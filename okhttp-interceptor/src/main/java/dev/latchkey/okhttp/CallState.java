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
 * What the two halves share of one call. It is found by the call, because interceptors may build
 * requests anew, without their tags.
 */
final class CallState {
  /** The calls that are in the hands of an application half. */
  private static final Map<Call, CallState> CALLS = new ConcurrentHashMap<>();

  /** The interceptor, or the pair of them, that made the state. */
  private final @Nullable Object owner;

  final AuthCall authCall;

  /** The headers of the request as it came, which are the caller's. */
  final Headers callersHeaders;

  /** The attempt at the request as it came. */
  final AuthAttempt first;

  final RedirectTrail trail;
  final BodyLength bodyLength = new BodyLength();

  // Most calls have one URL, which both halves tell.
  private Target target;

  /** The body that a scheme asked for last. */
  private volatile @Nullable BodyContent content;

  /** The last response of the network that was not reported; null if there is none. */
  private @Nullable Hop unreported;

  /** The Authorization that the application half put on the request itself. */
  @Nullable String attached;

  /** Whether the network half saw a request. */
  boolean networkSeen;

  /** Whether a request got no credential because of what the network half did not see. */
  boolean unseenHops;

  CallState(@Nullable Object owner, AuthCall authCall, Request request) {
    this.owner = owner;
    this.authCall = authCall;
    this.callersHeaders = request.headers();
    this.target = new Target(request.url());
    this.trail = new RedirectTrail(request);
    this.first = attempt(request);
  }

  /** Makes the state known for its call; returns false if the call has one. */
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

  /** Starts an attempt at a request to which all led that the halves have seen. */
  AuthAttempt attempt(Request request) {
    return authCall.attempt(new HopRequest(request, target(request), this));
  }

  /** Starts an attempt at a request to which a redirect out of a cache may have led. */
  AuthAttempt attemptAfterUnseen(Request request) {
    unseenHops = true;
    return authCall.attemptAfterUnseen(new HopRequest(request, target(request), this));
  }

  /** Returns a body as schemes read it: for the same body, the same. */
  @SuppressWarnings("ReferenceEquality") // As OkHttp hands it on.
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
      target = new Target(request.url());
    }
    return target;
  }

  /** Keeps the head of a response, to be reported once it is known what becomes of it. */
  void answered(AuthAttempt attempt, Request request, Response response) {
    unreported = new Hop(attempt, request, response);
  }

  /** The response that was not reported, for the only one to report it; null if there is none. */
  @Nullable Hop takeUnreported() {
    Hop hop = unreported;
    unreported = null;
    return hop;
  }

  /** Reports a response on which the application half has no say: the call went on or failed. */
  void reportAsPassed() {
    Hop hop = takeUnreported();
    if (hop != null) {
      // Complete, since nothing is sent again.
      var unused = hop.received(false);
    }
  }

  /** Nothing of the request, which may hold secrets. */
  @Override
  public String toString() {
    return "latchkey";
  }
}
