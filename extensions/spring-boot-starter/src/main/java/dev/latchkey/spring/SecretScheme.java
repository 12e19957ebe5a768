package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.ResponseHead;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A scheme of secrets that may change while the program runs. They are read at each issue, and so
 * also after each refusal. {@link SecretWatch} watches the secrets of credentials without an end.
 * Thread-safe; no thread waits for another.
 */
final class SecretScheme implements AuthScheme {
  /**
   * A scheme with the secrets that it was made of. Not a record, because records print their
   * values.
   */
  private static final class Made {
    final List<String> secrets;
    final AuthScheme scheme;

    Made(List<String> secrets, AuthScheme scheme) {
      this.secrets = secrets;
      this.scheme = scheme;
    }
  }

  private final List<Supplier<String>> secrets;
  private final Function<List<String>, AuthScheme> maker;
  private final boolean constant;
  private volatile Made last;

  private SecretScheme(
      boolean constant, Function<List<String>, AuthScheme> maker, List<Supplier<String>> secrets) {
    this.constant = constant;
    this.maker = maker;
    this.secrets = secrets;
    this.last = make(read());
  }

  /** Returns a scheme whose credentials have an end. */
  static AuthScheme of(Function<List<String>, AuthScheme> maker, List<Supplier<String>> secrets) {
    return new SecretScheme(false, maker, List.copyOf(secrets));
  }

  /** Returns a scheme whose credential is the same until a secret changes. */
  static AuthScheme constant(
      Function<List<String>, AuthScheme> maker, List<Supplier<String>> secrets) {
    return new SecretScheme(true, maker, List.copyOf(secrets));
  }

  /** Returns whether its credential has no end, so that the keyring does not renew it by itself. */
  boolean isConstant() {
    return constant;
  }

  /**
   * Reads the secrets again, and returns whether any has changed.
   *
   * @throws CredentialException if they cannot be used; the previous ones stay in use
   */
  boolean refresh() throws CredentialException {
    AuthScheme before = last.scheme;
    return current() != before;
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    return current().issue(context);
  }

  /**
   * Returns the same scheme while the secrets stay the same, because the keyring compares parts by
   * identity.
   */
  private AuthScheme current() throws CredentialException {
    try {
      while (true) {
        Made before = last;
        List<String> now = read();
        if (now.equals(before.secrets)) {
          return before.scheme;
        }
        Made made = make(now);
        if (replace(before, made)) {
          return made.scheme;
        }
      }
    } catch (LatchkeyPropertyException | IllegalArgumentException e) {
      // Neither shows a value.
      throw new CredentialException(String.valueOf(e.getMessage()), e);
    }
  }

  private synchronized boolean replace(Made before, Made made) {
    boolean current = last == before;
    if (current) {
      last = made;
    }
    return current;
  }

  private List<String> read() {
    return secrets.stream().map(Supplier::get).toList();
  }

  private Made make(List<String> values) {
    return new Made(values, maker.apply(values));
  }

  @Override
  public boolean isRefusal(int status) {
    return last.scheme.isRefusal(status);
  }

  @Override
  public boolean isRefusal(ResponseHead response) {
    return last.scheme.isRefusal(response);
  }

  @Override
  public void observe(ResponseHead response) {
    last.scheme.observe(response);
  }

  @Override
  public Set<String> headerNames() {
    return last.scheme.headerNames();
  }

  @Override
  public String toString() {
    return last.scheme.toString();
  }
}
