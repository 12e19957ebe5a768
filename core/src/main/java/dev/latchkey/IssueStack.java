package dev.latchkey;

import java.util.ArrayDeque;
import java.util.Deque;

/** The issues under way on a thread, since a scheme may wait for the credential of another. */
final class IssueStack {
  private static final ThreadLocal<IssueStack> OF_THREAD = ThreadLocal.withInitial(IssueStack::new);

  private final Deque<Object> issuers = new ArrayDeque<>();
  private final Deque<CredentialExecutor> executors = new ArrayDeque<>();

  private IssueStack() {}

  static IssueStack ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Records that an issue begins.
   *
   * @param onExecutor whether this is one of the executor's threads
   */
  void push(Object issuer, CredentialExecutor executor, boolean onExecutor) {
    issuers.push(issuer);
    if (onExecutor) {
      executors.push(executor);
    }
  }

  /**
   * Records that the issue that began last ends. The stack is emptied and not removed, so that it
   * is not created again.
   */
  void pop(boolean onExecutor) {
    issuers.pop();
    if (onExecutor) {
      executors.pop();
    }
  }

  /** Returns whether the thread is issuing for this issuer, which would wait for itself. */
  boolean isIssuing(Object issuer) {
    return issuers.contains(issuer);
  }

  /** Returns whether the thread is one of the executor's, which may have no other. */
  boolean isOn(CredentialExecutor executor) {
    return executors.contains(executor);
  }
}
