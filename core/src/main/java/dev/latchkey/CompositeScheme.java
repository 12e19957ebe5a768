package dev.latchkey;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Several schemes whose headers go on the same request. */
final class CompositeScheme extends BuiltInScheme {
  private final List<AuthScheme> parts;
  private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> consumed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> queryNames = new TreeSet<>();

  CompositeScheme(List<AuthScheme> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("allOf needs at least one scheme");
    }
    for (AuthScheme part : parts) {
      for (String name : part.headerNames()) {
        if (!names.add(name)) {
          throw new IllegalArgumentException("Two schemes of allOf set the header " + name);
        }
      }
      for (String name : BuiltInScheme.queryNames(part)) {
        if (!queryNames.add(name)) {
          throw new IllegalArgumentException(
              "Two schemes of allOf set the query parameter " + name);
        }
      }
      consumed.addAll(BuiltInScheme.consumedHeaders(part));
    }
    for (String name : names) {
      if (consumed.contains(name)) {
        throw new IllegalArgumentException(
            "One scheme of allOf sets the header " + name + ", and one is consuming it");
      }
    }
    this.parts = parts;
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    List<@Nullable Object> keys = new ArrayList<>();
    Credential all = null;
    for (AuthScheme part : parts) {
      Credential credential = part.issue(context);
      if (credential == null) {
        throw new CredentialException("a scheme of allOf issued null");
      }
      // Of a scheme that is not ours currentKey knows no key, so none may be remembered.
      keys.add(part instanceof BuiltInScheme ? credential.madeWith() : null);
      all = all == null ? credential : all.and(credential);
    }
    if (all == null) {
      throw new IllegalStateException("no scheme");
    }
    return all.madeWith(keys);
  }

  @Override
  public boolean isRefusal(int status) {
    return parts.stream().anyMatch(part -> part.isRefusal(status));
  }

  @Override
  public boolean isRefusal(ResponseHead response) {
    return parts.stream().anyMatch(part -> part.isRefusal(response));
  }

  @Override
  public void observe(ResponseHead response) {
    parts.forEach(part -> BuiltInScheme.observe(part, response));
  }

  @Override
  boolean readsResponses() {
    return parts.stream().anyMatch(BuiltInScheme::readsResponses);
  }

  @Override
  public Set<String> headerNames() {
    return Set.copyOf(names);
  }

  @Override
  Set<String> consumedHeaders() {
    return consumed;
  }

  @Override
  Set<String> queryNames() {
    return queryNames;
  }

  @Override
  boolean isImmediate() {
    return parts.stream().noneMatch(AuthScheme::mayBlock);
  }

  @Override
  Object currentKey() throws IOException {
    List<@Nullable Object> keys = new ArrayList<>();
    for (AuthScheme part : parts) {
      keys.add(BuiltInScheme.currentKey(part));
    }
    return keys;
  }

  @Override
  void refused(@Nullable Object key) {
    if (key instanceof List<?> keys) {
      for (int i = 0; i < parts.size(); i++) {
        BuiltInScheme.refused(parts.get(i), keys.get(i));
      }
    }
  }

  @Override
  boolean retried(@Nullable Object key, boolean accepted) {
    boolean changed = false;
    if (key instanceof List<?> keys) {
      for (int i = 0; i < parts.size(); i++) {
        changed |= BuiltInScheme.retried(parts.get(i), keys.get(i), accepted);
      }
    }
    return changed;
  }

  @Override
  @Nullable String keyProblem() {
    for (AuthScheme part : parts) {
      String problem = BuiltInScheme.keyProblem(part);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "allOf" + parts;
  }
}
