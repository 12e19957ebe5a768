package dev.latchkey;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Several schemes whose headers are set on the same request. */
final class CompositeScheme extends BuiltInScheme {
  private final List<AuthScheme> parts;
  private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> consumed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> queryNames = new TreeSet<>();

  CompositeScheme(List<AuthScheme> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("allOf must have at least one scheme, but had none");
    }
    for (AuthScheme part : parts) {
      for (String name : part.headerNames()) {
        if (!names.add(name)) {
          throw new IllegalArgumentException(
              "The schemes of allOf must set different headers, but two set " + name);
        }
      }
      for (String name : BuiltInScheme.queryNames(part)) {
        if (!queryNames.add(name)) {
          throw new IllegalArgumentException(
              "The schemes of allOf must set different query parameters, but two set " + name);
        }
      }
      consumed.addAll(BuiltInScheme.consumedHeaders(part));
    }
    for (String name : names) {
      if (consumed.contains(name)) {
        throw new IllegalArgumentException(
            "The schemes of allOf must not set a header that one of them consumes, but set "
                + name);
      }
    }
    this.parts = parts;
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    Credential all = context.credential(parts.get(0));
    for (AuthScheme part : parts.subList(1, parts.size())) {
      all = all.and(context.credential(part));
    }
    return all;
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

  /** Returns true: the parts may block, but they are issued separately. */
  @Override
  boolean isImmediate() {
    return true;
  }

  @Override
  @Nullable Object currentKey() {
    return null;
  }

  @Override
  public String toString() {
    return "allOf" + parts;
  }
}
