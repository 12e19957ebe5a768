package dev.latchkey.examples.tool;

import java.io.PrintStream;
import java.util.List;

/** Prints rows in columns, within 120 characters. */
final class Table {
  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
  }

  void heading() {
    line("", "", "", "", "", "reqs", "tokens", "foreign");
    line("vendor", "client", "event", "on the wire", "status", "sent", "issued", "saw");
  }

  void section(String title) {
    out.println();
    out.println(title);
  }

  void row(Row row) {
    List<String> wire = row.wire();
    line(
        row.vendor(),
        row.client(),
        row.event(),
        wire.isEmpty() ? "nothing" : wire.get(0),
        row.status(),
        row.requests(),
        row.issued(),
        row.foreignHostSaw());
    wire.stream().skip(1).forEach(more -> line("", "", "", more, "", "", "", ""));
  }

  private void line(Object... cells) {
    out.println(
        String.format("%-14s  %-6s  %-17s  %-46s  %-6s  %4s  %6s  %s", cells).stripTrailing());
  }
}
