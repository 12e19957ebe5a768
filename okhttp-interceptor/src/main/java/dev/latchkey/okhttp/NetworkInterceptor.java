package dev.latchkey.okhttp;

import dev.latchkey.AuthAttempt;
import dev.latchkey.AuthCall;
import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Adds credentials to each request to a keyring's origin, and removes headers that must not be
 * sent.
 */
final class NetworkInterceptor implements Interceptor {
  private final Keyring keyring;
  private final OriginUris uris;

  /** The object that it shares with its application half; null if it has none. */
  private final @Nullable Object owner;

  /** The states of calls that have no application half, as long as the calls live. */
  private final Map<Call, CallState> states = Collections.synchronizedMap(new WeakHashMap<>());

  NetworkInterceptor(Keyring keyring, @Nullable Object owner) {
    this.keyring = keyring;
    this.uris = new OriginUris(keyring);
    this.owner = owner;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (chain.connection() == null) {
      throw new IOException(
          "This interceptor must be a network interceptor; use addNetworkInterceptor, or"
              + " KeyringInterceptor.install(builder, keyring)");
    }
    CallState state = state(chain.call());
    state.networkSeen = true;
    // OkHttp continues by itself: a redirect, a retry, or the user's Authenticator.
    state.reportAsPassed();
    Request request = chain.request();
    AuthAttempt attempt =
        state.trail.follow(request, chain)
            ? state.attempt(request)
            : state.attemptAfterUnseen(request);
    Request stripped =
        CredentialHeaders.remove(attempt.headersToRemove(), state.callersHeaders, request);
    Credential credential = AuthCall.await(attempt.credential(), chain.call()::isCanceled);
    boolean others =
        CredentialHeaders.hasOthers(credential.headers().keySet(), request, state.attached);
    Request signed = ContentBody.in(stripped, attempt.content());
    Response response = proceed(others ? Credential.none() : credential, signed, state, chain);
    state.trail.answered(response);
    if (!others) {
      state.answered(attempt, request, response);
    }
    if (owner == null) {
      state.reportAsPassed();
    }
    return response;
  }

  private Response proceed(Credential credential, Request stripped, CallState state, Chain chain)
      throws IOException {
    Map<String, String> headers = credential.headers();
    Request counted = owner == null ? stripped : state.bodyLength.counting(stripped);
    Request request = headers.isEmpty() ? counted : CredentialHeaders.attach(headers, counted);
    Request sent = CredentialQuery.append(credential, request);
    Response response = chain.proceed(sent);
    Response restored =
        sent.body() instanceof ContentBody ? ContentBody.restored(response) : response;
    return CredentialQuery.hide(restored, request, sent, state.authCall);
  }

  private CallState state(Call call) throws IOException {
    CallState state = CallState.of(call);
    if (owner == null ? state != null : state != null && !state.isOf(owner)) {
      throw Installation.twice();
    }
    if (state != null) {
      return state;
    }
    if (owner != null) {
      throw Installation.byHalf();
    }
    CallState known = states.get(call);
    if (known == null) {
      // The call's request, not this hop's: after a redirect, only the first has what the caller
      // set.
      known = new CallState(null, keyring.newCall(), uris, call.request());
      states.put(call, known);
    }
    return known;
  }
}
