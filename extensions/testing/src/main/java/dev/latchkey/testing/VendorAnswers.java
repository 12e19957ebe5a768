package dev.latchkey.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** What a {@link FakeVendor} answers, and what it remembers of it. Safe for use by many threads. */
final class VendorAnswers {
  // Not RFC_1123_DATE_TIME, which writes the 1st of a month with one digit.
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  final Admission admission = new Admission();
  final TokenEndpoint tokens = new TokenEndpoint(admission::handedOut, this::refused);
  private final Queue<Function<SentRequest, Reply>> next = new ConcurrentLinkedQueue<>();
  final Queue<Reply> nextTokens = new ConcurrentLinkedQueue<>();
  final Map<String, Reply> redirects = new ConcurrentHashMap<>();
  final List<SentRequest> accepted = new CopyOnWriteArrayList<>();
  final List<SentRequest> refused = new CopyOnWriteArrayList<>();
  final List<String> refusals = new CopyOnWriteArrayList<>();
  volatile int refusal = 401;
  volatile Duration offset = Duration.ZERO;
  volatile Function<SentRequest, Reply> reply = request -> Reply.of(200, "ok");
  private final Clock clock;

  VendorAnswers(Clock clock) {
    this.clock = clock;
  }

  void plan(int n, Function<SentRequest, Reply> answer) {
    next.addAll(Collections.nCopies(n, answer));
  }

  Reply answer(SentRequest request) {
    Instant now = clock.instant().plus(offset);
    Reply answer;
    try {
      answer =
          TokenEndpoint.isAddressed(request) ? tokenAnswer(request, now) : apiAnswer(request, now);
    } catch (RuntimeException | AssertionError e) {
      answer = Reply.of(500, "no answer: " + Thrown.at(e));
    }
    return answer.headers().keySet().stream().anyMatch("Date"::equalsIgnoreCase)
        ? answer
        : answer.with("Date", HTTP_DATE.format(now));
  }

  private Reply tokenAnswer(SentRequest request, Instant now) {
    Reply failure = nextTokens.poll();
    return failure == null ? tokens.answer(request, now) : failure;
  }

  private Reply apiAnswer(SentRequest request, Instant now) {
    // First, so that what it is sent now can be revoked, whatever the answer.
    Optional<String> problem = admission.problem(request, now);
    Function<SentRequest, Reply> planned = next.poll();
    if (planned != null) {
      return planned.apply(request);
    }
    if (problem.isPresent()) {
      return refuse(request, refusal, problem.get());
    }
    accepted.add(request);
    Reply redirect = redirects.get(request.path());
    return redirect == null ? reply.apply(request) : redirect;
  }

  Reply refuse(SentRequest request, int status, String problem) {
    refused(request, problem);
    return Reply.of(status, problem).with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
  }

  private synchronized void refused(SentRequest request, String problem) {
    refused.add(request);
    refusals.add(request.method() + " " + request.path() + ": " + problem);
  }
}
