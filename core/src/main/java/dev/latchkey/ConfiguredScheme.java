package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scheme with settings that a lambda cannot have by itself. For a built-in scheme, the keyring
 * knows as much as without them. Immutable.
 */
final class ConfiguredScheme extends BuiltInScheme {
  private final AuthScheme scheme;

  /** Which responses are refusals: those that any of these accepts; the scheme's own if none. */
  private final List<Predicate<ResponseHead>> refusals;

  /** Whether the predicates look at the status only. */
  private final boolean statusesOnly;

  private final Set<String> set;
  private final Set<String> consumed;
  private final boolean computed;

  private ConfiguredScheme(
      AuthScheme scheme,
      List<Predicate<ResponseHead>> refusals,
      boolean statusesOnly,
      Set<String> set,
      Set<String> consumed,
      boolean computed) {
    this.scheme = scheme;
    this.refusals = refusals;
    this.statusesOnly = statusesOnly;
    this.set = set;
    this.consumed = consumed;
    this.computed = computed;
  }

  /** Returns the scheme, wrapped to hold settings. */
  static ConfiguredScheme of(AuthScheme scheme) {
    requireNonNull(scheme, "scheme");
    return scheme instanceof ConfiguredScheme configured
        ? configured
        : new ConfiguredScheme(scheme, List.of(), true, Set.of(), Set.of(), false);
  }

  @Override
  public ConfiguredScheme refusedWith(int... statuses) {
    Set<Integer> checked = RefusalStatuses.of(statuses);
    return refusedIf(response -> checked.contains(response.status()), statusesOnly);
  }

  @Override
  public ConfiguredScheme refusedIf(Predicate<? super ResponseHead> refusal) {
    requireNonNull(refusal, "refusedIf");
    return refusedIf(refusal::test, false);
  }

  private ConfiguredScheme refusedIf(Predicate<ResponseHead> refusal, boolean statusOnly) {
    List<Predicate<ResponseHead>> all =
        Stream.concat(refusals.stream(), Stream.of(refusal)).toList();
    return new ConfiguredScheme(scheme, all, statusOnly, set, consumed, computed);
  }

  @Override
  public ConfiguredScheme setting(String... names) {
    Set<String> all = with("setting", "X-Api-Key", names, set);
    checkApart(scheme.headerNames(), all, consumed);
    return new ConfiguredScheme(scheme, refusals, statusesOnly, all, consumed, computed);
  }

  @Override
  public ConfiguredScheme consuming(String... names) {
    Set<String> all = with("consuming", "X-Tenant", names, consumed);
    checkApart(scheme.headerNames(), set, all);
    return new ConfiguredScheme(scheme, refusals, statusesOnly, set, all, computed);
  }

  ConfiguredScheme computed() {
    return new ConfiguredScheme(scheme, refusals, statusesOnly, set, consumed, true);
  }

  private static Set<String> with(
      String setting, String example, String[] names, Set<String> before) {
    if (names.length == 0) {
      throw new IllegalArgumentException(
          setting + " must have at least one header name, such as " + example);
    }
    Set<String> all = HeaderFields.names(before);
    for (String name : names) {
      try {
        all.add(HeaderFields.checkName(requireNonNull(name, setting)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
      }
    }
    return all;
  }

  private static void checkApart(Set<String> names, Set<String> more, Set<String> consumed) {
    Stream.concat(names.stream(), more.stream())
        .filter(consumed::contains)
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "The scheme must not consume a header that it sets, but would consume "
                      + name
                      + "; let callers use another name");
            });
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    Credential credential = scheme.issue(context);
    // For a custom scheme, currentKey returns no key, so none may be remembered.
    return scheme instanceof BuiltInScheme || credential == null || credential.madeWith() == null
        ? credential
        : credential.madeWith(null);
  }

  @Override
  public boolean isRefusal(int status) {
    return refusals.isEmpty()
        ? scheme.isRefusal(status)
        : isRefusal(new ResponseHead(null, status, name -> null));
  }

  @Override
  public boolean isRefusal(ResponseHead response) {
    return refusals.isEmpty()
        ? scheme.isRefusal(response)
        : refusals.stream().anyMatch(refusal -> refusal.test(response));
  }

  @Override
  public void observe(ResponseHead response) {
    scheme.observe(response);
  }

  @Override
  boolean readsResponses() {
    return !statusesOnly || BuiltInScheme.readsResponses(scheme);
  }

  @Override
  public Set<String> headerNames() {
    return Stream.concat(scheme.headerNames().stream(), set.stream())
        .collect(Collectors.toCollection(() -> HeaderFields.names(Set.of())));
  }

  @Override
  Set<String> consumedHeaders() {
    Set<String> all = HeaderFields.names(BuiltInScheme.consumedHeaders(scheme));
    all.addAll(consumed);
    return all;
  }

  @Override
  Set<String> queryNames() {
    return BuiltInScheme.queryNames(scheme);
  }

  @Override
  boolean isImmediate() {
    return computed || !scheme.mayBlock();
  }

  @Override
  @Nullable Object currentKey() throws IOException {
    return BuiltInScheme.currentKey(scheme);
  }

  @Override
  void refused(@Nullable Object key) {
    BuiltInScheme.refused(scheme, key);
  }

  @Override
  boolean retried(@Nullable Object key, boolean accepted) {
    return BuiltInScheme.retried(scheme, key, accepted);
  }

  @Override
  @Nullable String keyProblem() {
    return BuiltInScheme.keyProblem(scheme);
  }

  @Override
  public String toString() {
    return scheme.toString();
  }
}
