package dev.latchkey.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Decides which requests a vendor accepts. Safe for use by many threads. */
final class Admission {
  private final Set<String> valid = ConcurrentHashMap.newKeySet();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private volatile List<Check> checks = List.of();

  synchronized void add(List<Check> more) {
    List<Check> all = new ArrayList<>(checks);
    more.stream().filter(check -> !all.contains(check)).forEach(all::add);
    replace(all);
  }

  synchronized void replace(List<Check> all) {
    all.forEach(check -> check.constants().forEach(valid::add));
    checks = List.copyOf(all);
  }

  /** Adds a credential that was handed out, so that it can be revoked before it is used. */
  void handedOut(String credential) {
    valid.add(credential);
  }

  void revoke() {
    revoked.addAll(valid);
  }

  /** Returns why a request is refused, without its credential; empty if it is accepted. */
  Optional<String> problem(SentRequest request, Instant now) {
    List<Check> all = checks;
    if (all.isEmpty()) {
      return Optional.of("this vendor accepts nothing yet: call accept");
    }
    List<String> problems = new ArrayList<>();
    for (Check check : all) {
      Optional<String> problem = problem(check, request, now);
      if (problem.isEmpty()) {
        return problem;
      }
      problems.add(problem.get());
    }
    return Optional.of(problems.stream().distinct().collect(Collectors.joining("; ")));
  }

  private Optional<String> problem(Check check, SentRequest request, Instant now) {
    try {
      Optional<String> problem = check.problem(request, now);
      if (problem.isPresent()) {
        return problem;
      }
      List<String> credentials = check.credentials(request).toList();
      valid.addAll(credentials);
      return credentials.stream().anyMatch(revoked::contains)
          ? Optional.of("the credential was revoked")
          : Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      return Optional.of("the check failed: " + Thrown.at(e));
    }
  }
}
