package dev.latchkey.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the property that keeps an application from starting, and what to do, in one line. */
final class LatchkeyFailureAnalyzer extends AbstractFailureAnalyzer<LatchkeyPropertyException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, LatchkeyPropertyException failure) {
    return new FailureAnalysis(failure.getMessage(), null, failure);
  }
}
