package dev.latchkey.examples.tool;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Compares what happened with what should have. */
final class Checks {
  private int passed;
  private final List<String> differences = new ArrayList<>();

  void same(String where, String what, Object expected, Object actual) {
    if (Objects.equals(expected, actual)) {
      passed++;
    } else {
      differences.add(where + ": " + what + " is " + actual + ", and should be " + expected);
    }
  }

  /** Prints the verdict; tells whether all is as it should be. */
  boolean report(PrintStream out) {
    if (differences.isEmpty()) {
      out.println("All " + passed + " checks passed");
      return true;
    }
    differences.forEach(out::println);
    out.println(differences.size() + " of " + (passed + differences.size()) + " checks failed");
    return false;
  }
}
