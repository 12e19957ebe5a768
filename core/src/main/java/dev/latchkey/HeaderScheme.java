package dev.latchkey;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sets one header whose value is constant, or comes from a supplier for each request. */
final class HeaderScheme extends BuiltInScheme {
  private final String name;
  private final Supplier<String> value;
  private final boolean constant;

  HeaderScheme(String name, Supplier<String> value, boolean constant) {
    this.name = name;
    this.value = value;
    this.constant = constant;
  }

  @Override
  public Credential issue(IssueContext context) throws CredentialException {
    String current = value.get();
    if (current == null) {
      throw new CredentialException("the supplier of header " + name + " returned null");
    }
    try {
      Credential credential = Credential.of(name, current);
      return constant ? credential : credential.singleUse().madeWith(current);
    } catch (IllegalArgumentException e) {
      // The message of Credential, which shows no value.
      throw new CredentialException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Set<String> headerNames() {
    return Set.of(name);
  }

  @Override
  boolean isImmediate() {
    return true;
  }

  @Override
  @Nullable Object currentKey() {
    return constant ? null : value.get();
  }

  @Override
  public String toString() {
    return "header " + name;
  }
}
