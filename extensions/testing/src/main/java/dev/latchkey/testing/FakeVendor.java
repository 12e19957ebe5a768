package dev.latchkey.testing;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import okhttp3.tls.HandshakeCertificates;

/**
 * A vendor's API on loopback, for tests of code that calls it. It checks the credential of each
 * request, without leeway in time, and {@link #refusals} says why it refused one. A refusal has
 * {@code WWW-Authenticate: Bearer error="invalid_token"}, and the reason in its body. Each response
 * has a {@code Date}. Safe for use by many threads; functions that it is given must be, too.
 */
public final class FakeVendor implements AutoCloseable {
  private final TestServer server;
  private final Clock clock;
  private final VendorAnswers answers;

  private FakeVendor(TestServer server, Clock clock) {
    this.server = server;
    this.clock = clock;
    this.answers = new VendorAnswers(clock);
    server.handle(answers::answer);
  }

  /** Starts a vendor of plain HTTP, whose clock stands at 2026-01-01T00:00:00Z. */
  public static FakeVendor start() {
    return start(ManualClock.at("2026-01-01T00:00:00Z"));
  }

  /** Starts a vendor of plain HTTP with this clock. */
  public static FakeVendor start(Clock clock) {
    return new FakeVendor(TestServer.http(), clock);
  }

  /** Starts a vendor of HTTPS with a certificate, such as {@link LoopbackCertificates} makes. */
  public static FakeVendor startTls(HandshakeCertificates certificates, Clock clock) {
    return new FakeVendor(TestServer.https(certificates), clock);
  }

  /** Accepts requests that any of these checks accepts, besides those that it accepts already. */
  public FakeVendor accept(Check... checks) {
    answers.admission.add(List.of(checks));
    return this;
  }

  /** Accepts tokens of its token endpoint, which takes this id and secret, by Basic or by form. */
  public FakeVendor issueTokens(String clientId, String clientSecret) {
    answers.tokens.client(clientId, clientSecret);
    return accept(answers.tokens);
  }

  /** Sets the lifetime of the tokens that are issued from now on. Default: 1 hour. */
  public FakeVendor tokenLifetime(Duration lifetime) {
    answers.tokens.lifetime(lifetime);
    return this;
  }

  /** Returns the URI of the token endpoint, see {@link #issueTokens}. */
  public String tokenUri() {
    return server.origin() + TokenEndpoint.PATH;
  }

  /** Accepts requests that any of these checks accepts, and no others: keys were rotated. */
  public FakeVendor rotate(Check... checks) {
    answers.admission.replace(List.of(checks));
    return this;
  }

  /**
   * Refuses all credentials so far: keys and passwords that it accepts, tokens that it was sent,
   * and tokens that it issued. It accepts tokens that it has not seen, of keys that it knows.
   */
  public FakeVendor revoke() {
    answers.admission.revoke();
    return this;
  }

  /** Sets the status of refusals. Default: 401. */
  public FakeVendor refuseWith(int status) {
    answers.refusal = status;
    return this;
  }

  /** Refuses the next {@code n} requests to the API, whatever their credential. */
  public FakeVendor refuseNext(int n) {
    answers.plan(n, request -> answers.refuse(request, answers.refusal, "refused by refuseNext"));
    return this;
  }

  /** Refuses the next {@code n} requests to the API by this status. */
  public FakeVendor refuseNext(int n, int status) {
    answers.plan(n, request -> answers.refuse(request, status, "refused by refuseNext"));
    return this;
  }

  /** Answers the next {@code n} requests to the API by this status, whatever their credential. */
  public FakeVendor failNext(int n, int status) {
    answers.plan(n, request -> Reply.of(status, "failed by failNext"));
    return this;
  }

  /** Does as {@link #failNext(int, int)}, with {@code Retry-After} in whole seconds. */
  public FakeVendor failNext(int n, int status, Duration retryAfter) {
    String seconds = String.valueOf(retryAfter.toSeconds());
    Reply failure = Reply.of(status, "failed by failNext").with("Retry-After", seconds);
    answers.plan(n, request -> failure);
    return this;
  }

  /** Answers the next {@code n} requests to the token endpoint by this, and issues no token. */
  public FakeVendor failNextTokens(int n, Reply failure) {
    answers.nextTokens.addAll(Collections.nCopies(n, failure));
    return this;
  }

  /** Redirects accepted requests to a path, without regard to their query, by a 307 to this URL. */
  public FakeVendor redirect(String path, String url) {
    answers.redirects.put(path, Reply.redirect(307, url));
    return this;
  }

  /** Sets the response to accepted requests. Default: 200 with the body {@code ok}. */
  public FakeVendor reply(Reply response) {
    return reply(request -> response);
  }

  /** Sets the function that answers accepted requests. */
  public FakeVendor reply(Function<SentRequest, Reply> responses) {
    answers.reply = responses;
    return this;
  }

  /** Sets how far this vendor's time is ahead of its {@link #clock}. Default: zero. */
  public FakeVendor clockOffset(Duration ahead) {
    answers.offset = ahead;
    return this;
  }

  /**
   * Returns the clock of this vendor, for the keyring and the code under test too.
   *
   * @throws IllegalStateException if the vendor was started with a clock of another type
   */
  public ManualClock clock() {
    if (clock instanceof ManualClock manual) {
      return manual;
    }
    throw new IllegalStateException("started with a clock that is no ManualClock: " + clock);
  }

  /** Returns the origin, such as {@code http://127.0.0.1:12345}. */
  public String origin() {
    return server.origin();
  }

  /** Returns the URI of a path and query of this vendor. */
  public URI uri(String path) {
    return server.uri(path);
  }

  /** Returns all requests so far, in the order of their arrival. */
  public List<SentRequest> requests() {
    return server.requests();
  }

  /** Returns the requests to the token endpoint, in the order of their arrival. */
  public List<SentRequest> tokenRequests() {
    return requests().stream().filter(TokenEndpoint::isAddressed).toList();
  }

  /** Returns the requests to the API that were accepted. */
  public List<SentRequest> accepted() {
    return List.copyOf(answers.accepted);
  }

  /** Returns the requests that were refused, by the token endpoint too. */
  public List<SentRequest> refused() {
    return List.copyOf(answers.refused);
  }

  /**
   * Returns a line for each refused request that says why it was refused, such as {@code GET
   * /orders: Authorization has a token that expired 3 s ago}. No line has a credential.
   */
  public List<String> refusals() {
    return List.copyOf(answers.refusals);
  }

  @Override
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return "FakeVendor[" + origin() + ", refused " + refusals() + "]";
  }
}
