package dev.latchkey.benchmarks;

import java.util.Locale;

/** Text of the report, and how its numbers are written. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown heading(String heading) {
    text.append("## ").append(heading).append("\n\n");
    return this;
  }

  Markdown paragraph(String paragraph) {
    text.append(paragraph.strip()).append("\n\n");
    return this;
  }

  /** Starts a table; the first column is text, the others are numbers. */
  Markdown table(String... columns) {
    text.append("| ").append(String.join(" | ", columns)).append(" |\n|---|");
    text.append("---:|".repeat(columns.length - 1)).append('\n');
    return this;
  }

  Markdown row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    return this;
  }

  Markdown end() {
    text.append('\n');
    return this;
  }

  /** Three digits, or all of them before the point. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    double size = Math.abs(value);
    if (size < 0.005) {
      return "0";
    }
    return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }

  /** The median, and how far the measurements went. */
  static String spread(Quartiles values) {
    String low = number(values.low());
    String high = number(values.high());
    String median = number(values.median());
    return low.equals(high) ? median : median + " (" + low + "–" + high + ")";
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
