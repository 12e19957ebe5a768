package dev.latchkey;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sets one query parameter whose value is constant. */
final class QueryScheme extends BuiltInScheme {
  private final Credential credential;

  QueryScheme(String name, String value) {
    this.credential = Credential.query(name, value);
  }

  @Override
  public Credential issue(IssueContext context) {
    return credential;
  }

  @Override
  Set<String> queryNames() {
    return credential.query().keySet();
  }

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
    return "query " + String.join(", ", credential.query().keySet());
  }
}
