package dev.latchkey;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request of an {@link AuthCall}: the credential to send with it, and what its response means.
 * For authors of adapters, who report each response with {@link #received}, whether or not the
 * caller gets it. An attempt that gets no response, because its connection broke, needs no report.
 *
 * <p>Not thread-safe. Cancel a future that is no longer needed: this releases the request and does
 * not affect other calls that wait for the same credential.
 */
public final class AuthAttempt {
  private final AuthCallState call;
  private final RequestHead request;

  /** Where the request goes; null if it gets no credential. */
  private @Nullable KeyringOrigin origin;

  private final boolean losesBoundHeaders;

  /** The credential that the request carries; null if none. */
  private @Nullable CachedCredential sent;

  private long sentMillis;
  private boolean retry;
  private boolean reported;
  private boolean contentAsked;

  AuthAttempt(AuthCallState call, RequestHead request, @Nullable KeyringOrigin origin) {
    this.call = call;
    this.request = request;
    this.origin = origin;
    this.losesBoundHeaders = call.losesBoundHeaders();
  }

  /**
   * Returns the names of the headers to remove from the request; the set ignores case. These are
   * the headers that the scheme only reads (see {@link AuthScheme#consuming}). On a request to
   * another origin than the call's first, and on every later request of the call, they also include
   * all headers that the caller set for the first origin.
   */
  @CheckReturnValue
  public Set<String> headersToRemove() {
    return losesBoundHeaders ? call.origins.boundHeaders() : call.consumedNames();
  }

  /**
   * Prepares a credential, so that {@link #credential()} does not wait: that of this attempt, or of
   * the call's next one if the credential also suits its request. For adapters that should not hold
   * a connection while they wait. After it has completed, {@link #content()} returns what to send
   * in place of the body.
   *
   * @return a future that completes with whether the request gets a credential, or fails with a
   *     {@link CredentialException}
   */
  @CheckReturnValue
  public CompletableFuture<Boolean> prepare() {
    KeyringOrigin to = origin;
    if (to == null || call.hasUnseen()) {
      return CompletableFuture.completedFuture(false);
    }
    CachedCredential known = available(to, call.origins.millis());
    if (known != null) {
      call.keepReady(known, to, request);
      return CompletableFuture.completedFuture(!known.credential.isNone());
    }
    return CredentialWaiter.asking(
        new CredentialWaiter<Boolean>(to::give, request) {
          @Override
          Boolean result(CachedCredential credential) {
            call.keepReady(credential, to, request);
            return !credential.credential.isNone();
          }
        });
  }

  /**
   * Returns the credential to add to the request. Its headers replace those of the same names, and
   * its query parameters are appended to the URL (see {@link Credential#appendTo}); it has neither
   * if the request gets no credential. The appended parameters must not appear in anything that the
   * caller sees, nor in a cache.
   *
   * @return a future of the credential; if it fails with a {@link CredentialException}, the request
   *     must not be sent
   */
  @CheckReturnValue
  public CompletableFuture<Credential> credential() {
    KeyringOrigin to = origin;
    if (to == null || call.hasUnseen()) {
      return CompletableFuture.completedFuture(Credential.none());
    }
    long now = call.origins.millis();
    CachedCredential known = available(to, now);
    if (known != null) {
      return CompletableFuture.completedFuture(use(to, known, now));
    }
    return CredentialWaiter.asking(
        new CredentialWaiter<Credential>(to::give, request) {
          @Override
          Credential result(CachedCredential credential) {
            return use(to, credential, call.origins.millis());
          }
        });
  }

  /**
   * Returns the content to send in place of the request's body, because the credential was computed
   * from it; null if the body is sent as it is, as nearly all are. It has the length that the body
   * reported, so the client frames it in the same way. Call this after {@link #credential()} or
   * {@link #prepare()} has completed.
   */
  public @Nullable RequestContent content() {
    contentAsked = true;
    return request.signedContent();
  }

  /**
   * Returns a credential that is available without waiting, as for nearly all requests; else null.
   */
  private @Nullable CachedCredential available(KeyringOrigin to, long now) {
    CachedCredential ready = call.takeReady(to, request, now);
    return ready != null ? ready : to.peek(now);
  }

  private Credential use(KeyringOrigin to, CachedCredential credential, long now) {
    if (call.yieldsToCaller(to, credential)
        || AuthCallState.hasParameterOf(credential.credential, request)) {
      origin = null;
      return Credential.none();
    }
    call.appends(credential.credential);
    if (credential.credential.isNone()) {
      call.tell(request, UnauthenticatedEvent.Reason.NONE_ISSUED);
    } else {
      // The refusal of a request without a credential does not refuse a credential.
      sent = credential;
    }
    sentMillis = now;
    retry = call.isRetrying();
    return credential.credential;
  }

  /**
   * Reports the response to the request, and returns whether the same request must be sent again,
   * in a new attempt. If not, return the response to the caller, or follow it if it is a redirect.
   * Must be called once for each response, whatever its status.
   *
   * @param header returns the first value of a response header, whose name may be in any case, or
   *     null. It may be called on any thread until the future completes or is cancelled, and never
   *     after.
   * @param replayable whether the request's body can be sent again
   * @return a future that completes with true if the request must be sent again; it never fails
   *     because of a scheme or of what the server sent
   * @throws IllegalStateException if a response was reported before, or if the credential was
   *     computed from the body and {@link #content()} was not called
   */
  @CheckReturnValue
  public CompletableFuture<Boolean> received(
      int status, Function<String, @Nullable String> header, boolean replayable) {
    if (reported) {
      throw new IllegalStateException(
          "The response to an attempt must be reported once, but was reported before");
    }
    reported = true;
    if (!contentAsked && request.signedContent() != null) {
      throw new IllegalStateException(
          "The credential was computed from the body, but AuthAttempt.content() was not called;"
              + " send it in place of the body");
    }
    KeyringOrigin to = origin;
    if (to == null) {
      return CompletableFuture.completedFuture(false);
    }
    if (retry) {
      call.retryAnswered();
    }
    CachedCredential credential = sent;
    ResponseHead head = to.head(status, header);
    if (credential == null) {
      return CompletableFuture.completedFuture(isRefusedUnseen(to, head, replayable));
    }
    if (head == null || !isRefused(to, head, credential)) {
      if (retry) {
        to.retried(credential, request, true);
      }
      return CompletableFuture.completedFuture(false);
    }
    head.keepThoseOfRefusals();
    to.learnClock(header, sentMillis);
    return refused(to, credential, head, replayable);
  }

  private static boolean isRefused(KeyringOrigin to, ResponseHead head, CachedCredential sent) {
    to.observe(head, sent);
    boolean refused = to.isRefusal(head, sent);
    if (!refused) {
      head.release();
    }
    return refused;
  }

  /**
   * Returns whether a request that got no credential only because of what was not seen is sent
   * again.
   */
  private boolean isRefusedUnseen(
      KeyringOrigin to, @Nullable ResponseHead head, boolean replayable) {
    boolean again =
        call.hasUnseen() && replayable && !call.hasRetried() && head != null && to.isRefusal(head);
    if (again) {
      call.retryAfterUnseen();
    }
    return again;
  }

  private CompletableFuture<Boolean> refused(
      KeyringOrigin to, CachedCredential credential, ResponseHead head, boolean replayable) {
    if (retry) {
      to.retried(credential, request, false);
    }
    if (!retry && replayable && !call.hasRetried()) {
      return CredentialWaiter.asking(new Replacement(to, credential, head));
    }
    // From here on, the response belongs to the caller.
    head.release();
    to.listener().refused(RefusedEvent.of(to.origin, head.status(), false));
    if (!retry) {
      replaceForLaterCalls(to, credential, head);
    }
    return CompletableFuture.completedFuture(false);
  }

  private void replaceForLaterCalls(
      KeyringOrigin to, CachedCredential credential, ResponseHead head) {
    RequestHead sent = request.withoutContent();
    if (!credential.isSingleUse()) {
      new UnawaitedReplacement(to::give, sent, credential, head).ask();
    } else {
      UsedPart.refusedOf(credential, head).forEach(part -> part.replace(sent, head));
    }
  }

  /** Waits for another credential to send the same request with. */
  private final class Replacement extends CredentialWaiter<Boolean> {
    private final KeyringOrigin origin;
    private final CachedCredential old;
    private final ResponseHead head;

    Replacement(KeyringOrigin origin, CachedCredential refused, ResponseHead head) {
      super(origin::give, AuthAttempt.this.request, refused, head);
      this.origin = origin;
      this.old = refused;
      this.head = head;
    }

    @Override
    Boolean result(CachedCredential other) {
      boolean again = !other.hasSameHeaders(old);
      if (again) {
        call.retryWith(other, origin, request);
      }
      tell(again);
      return again;
    }

    /** The caller gets the refusal as the server sent it. */
    @Override
    Boolean withoutCredential(CredentialException failure) {
      tell(false);
      return false;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      // First, since the caller may use the response as soon as it is notified.
      head.release();
      return super.cancel(mayInterruptIfRunning);
    }

    /** Notifies on another thread: this one may be the timer's, which other tasks wait for. */
    @Override
    void abandoned() {
      var unused = KeyringTimer.scheduleBlocking(() -> tell(false), Duration.ZERO);
    }

    private void tell(boolean again) {
      head.release();
      origin.listener().refused(RefusedEvent.of(origin.origin, head.status(), again));
    }
  }

  /** Returns the class name only, because the request may hold secrets. */
  @Override
  public String toString() {
    return "AuthAttempt";
  }
}
