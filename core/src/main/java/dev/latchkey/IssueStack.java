package dev.latchkey;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a thread is issuing at this moment, since a scheme may wait for the credential of another.
 */
final class IssueStack {
  private static final ThreadLocal<IssueStack> OF_THREAD = ThreadLocal.withInitial(IssueStack::new);

  private final Deque<Object> issuers = new ArrayDeque<>();
  private final Deque<CredentialExecutor> executors = new ArrayDeque<>();

  private IssueStack() {}

  static IssueStack ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Notes that an issue begins.
   *
   * @param onExecutor whether this is one of the executor's threads
   */
  void push(Object issuer, CredentialExecutor executor, boolean onExecutor) {
    issuers.push(issuer);
    if (onExecutor) {
      executors.push(executor);
    }
  }

  /** Notes that the issue that began last ends. Emptied and not removed: it would be made anew. */
  void pop(boolean onExecutor) {
    issuers.pop();
    if (onExecutor) {
      executors.pop();
    }
  }

  /** Whether the thread is issuing for this issuer, which would wait for itself. */
  boolean isIssuing(Object issuer) {
    return issuers.contains(issuer);
  }

  /** Whether the thread is one of the executor's, which may have no other. */
  boolean isOn(CredentialExecutor executor) {
    return executors.contains(executor);
  }
}
