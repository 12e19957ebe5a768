package dev.latchkey.examples.samples;

import dev.latchkey.AuthAttempt;
import dev.latchkey.AuthCall;
import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/** An adapter for the classic Apache HttpClient 5, to use or to copy for another client. */
final class KeyringExec {
  private static final String CALL = "latchkey-call";

  private KeyringExec() {}

  /** Adds the keyring's credentials to the requests of a client. */
  static HttpClientBuilder install(HttpClientBuilder builder, Keyring keyring) {
    return builder
        .addExecInterceptorFirst(
            CALL,
            (request, scope, chain) -> {
              scope.clientContext.setAttribute(CALL, keyring.newCall());
              return chain.proceed(request, scope);
            })
        // Here all redirects and retries pass, even cached ones, before a connection is held.
        .addExecInterceptorBefore(ChainElement.PROTOCOL.name(), "latchkey", KeyringExec::proceed);
  }

  private static ClassicHttpResponse proceed(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    AuthCall call = (AuthCall) scope.clientContext.getAttribute(CALL);
    KeyringExecRequest outgoing = new KeyringExecRequest(request, scope.originalRequest);
    while (true) {
      AuthAttempt attempt = call.attempt(outgoing);
      ClassicHttpRequest sent = ClassicRequestBuilder.copy(request).build();
      attempt.headersToRemove().forEach(sent::removeHeaders);
      Credential ours = AuthCall.await(attempt.credential(), scope.execRuntime::isExecutionAborted);
      ours.headers().forEach((name, value) -> sent.setHeader(new BasicHeader(name, value, true)));
      sent.setPath(ours.appendTo(sent.getPath()));
      KeyringExecRequest.send(attempt.content(), sent);
      boolean replayable = sent.getEntity() == null || sent.getEntity().isRepeatable();
      // From which the client starts again where a proxy asks for a password.
      ClassicHttpRequest copy = ClassicRequestBuilder.copy(sent).build();
      ExecChain.Scope inner =
          new ExecChain.Scope(
              scope.exchangeId, scope.route, copy, scope.execRuntime, scope.clientContext);
      ClassicHttpResponse response;
      try {
        response = chain.proceed(sent, inner);
      } finally {
        // A caller may look into its context, which must not show the credential.
        scope.clientContext.setRequest(request);
      }
      for (Header each : response.getHeaders("Location")) {
        response.removeHeader(each);
        response.addHeader("Location", call.location(each.getValue()));
      }
      var again = attempt.received(response.getCode(), name -> header(response, name), replayable);
      if (!AuthCall.await(again, scope.execRuntime::isExecutionAborted)) {
        return response;
      }
      EntityUtils.consumeQuietly(response.getEntity());
    }
  }

  private static @Nullable String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }
}
