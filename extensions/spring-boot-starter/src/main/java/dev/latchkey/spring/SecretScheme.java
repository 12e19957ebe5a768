package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.ResponseHead;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A scheme of secrets that may change while the program runs. They are read at each issue, and so
 * after each refusal too; a credential that has no end of its own is issued anew each minute.
 */
final class SecretScheme implements AuthScheme {
  private static final Duration REUSE = Duration.ofMinutes(1);

  /** A scheme with what it was made of. No record: those print what they hold. */
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
  private final boolean endless;
  private volatile Made last;

  private SecretScheme(
      boolean endless, Function<List<String>, AuthScheme> maker, List<Supplier<String>> secrets) {
    this.endless = endless;
    this.maker = maker;
    this.secrets = secrets;
    this.last = make(read());
  }

  /** Returns a scheme whose credentials tell how long they live. */
  static AuthScheme of(Function<List<String>, AuthScheme> maker, List<Supplier<String>> secrets) {
    return new SecretScheme(false, maker, List.copyOf(secrets));
  }

  /** Returns a scheme whose credential is the same until a secret changes. */
  static AuthScheme constant(
      Function<List<String>, AuthScheme> maker, List<Supplier<String>> secrets) {
    return new SecretScheme(true, maker, List.copyOf(secrets));
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    Credential credential = current().issue(context);
    return endless ? credential.reusableUntil(context.now().plus(REUSE)) : credential;
  }

  /** Keeps the scheme while the secrets stay, because the keyring knows its parts by identity. */
  private synchronized AuthScheme current() throws CredentialException {
    try {
      List<String> now = read();
      if (!now.equals(last.secrets)) {
        last = make(now);
      }
      return last.scheme;
    } catch (LatchkeyPropertyException | IllegalArgumentException e) {
      // Neither shows a value.
      throw new CredentialException(String.valueOf(e.getMessage()), e);
    }
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
