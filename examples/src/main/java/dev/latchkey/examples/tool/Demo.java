package dev.latchkey.examples.tool;

import dev.latchkey.Keyring;
import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The main job: both clients call four vendors, a token expires, a key is rotated, a vendor
 * redirects to a foreign host; every count is compared with what it should be.
 */
final class Demo {
  private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);
  private static final Duration NO_TIME = Duration.ZERO;

  private final PrintStream out;
  private final List<Function<Keyring, Caller>> clients;

  Demo(PrintStream out) {
    this(out, List.of(Caller::okHttp, Caller::jdk));
  }

  Demo(PrintStream out, List<Function<Keyring, Caller>> clients) {
    this.out = out;
    this.clients = clients;
  }

  /** Prints the table; 0 if all is as it should be, else 1. */
  int run() throws IOException {
    ManualClock clock = ManualClock.at("2026-08-01T12:00:00Z");
    try (EmbeddedVendors street = new EmbeddedVendors(clock, UnaryOperator.identity())) {
      return run(street, clock);
    }
  }

  int run(EmbeddedVendors street, ManualClock clock) throws IOException {
    String oldKey = street.authgearKeys.add(clock.instant());
    List<Visitor> visitors = new ArrayList<>();
    try {
      Checks checks = new Checks();
      Table table = new Table(out);
      for (Function<Keyring, Caller> client : clients) {
        visitors.add(new Visitor(street, clock, client, table, checks));
      }
      out.println("Four embedded vendors, secrets made up and shortened, a clock moved by hand.");
      out.println();
      table.heading();
      table.section("Ten calls, one a second");
      tenCalls(street, visitors);
      table.section("The five-minute token expires: 100 calls, and one when it is 300 s old");
      expiry(street, visitors, clock);
      table.section(
          "The Authgear key is rotated: a new one is put beside the old one, the old one is deleted");
      rotation(street, visitors, clock, oldKey);
      table.section("The vendor redirects to a foreign host, which answers");
      redirect(street, visitors);
      out.println();
      return checks.report(out) ? 0 : 1;
    } finally {
      visitors.forEach(Visitor::close);
    }
  }

  private static void tenCalls(EmbeddedVendors street, List<Visitor> visitors) {
    for (EmbeddedVendor vendor : street.vendors()) {
      // A signed API key has two signatures for each request; everything else is reused.
      boolean signed = vendor == street.apiKey;
      for (Visitor visitor : visitors) {
        visitor.calls(
            vendor,
            "10 calls",
            10,
            Duration.ofSeconds(1),
            signed ? Expected.calls(10, 10, 22) : Expected.calls(10, 1, 1));
      }
    }
  }

  private static void expiry(EmbeddedVendors street, List<Visitor> visitors, ManualClock clock) {
    for (Visitor visitor : visitors) {
      clock.advance(TOKEN_LIFETIME);
      visitor.calls(
          street.authgear,
          "100 calls, 200 s",
          100,
          Duration.ofSeconds(2),
          Expected.calls(100, 1, 1));
      clock.advance(Duration.ofSeconds(100));
      visitor.calls(street.authgear, "1 call at 300 s", 1, NO_TIME, Expected.calls(1, 1, 1));
    }
  }

  private static void rotation(
      EmbeddedVendors street, List<Visitor> visitors, ManualClock clock, String oldKey)
      throws IOException {
    clock.advance(TOKEN_LIFETIME);
    for (Visitor visitor : visitors) {
      visitor.calls(street.authgear, "old key, 1 call", 1, NO_TIME, Expected.calls(1, 1, 1));
    }
    street.authgearKeys.add(clock.instant());
    for (Visitor visitor : visitors) {
      visitor.calls(street.authgear, "two keys, 5 calls", 5, NO_TIME, Expected.calls(5, 1, 0));
    }
    street.authgearKeys.delete(oldKey);
    for (Visitor visitor : visitors) {
      // The token of the old key is refused once, and no call notices.
      visitor.calls(street.authgear, "new key, 5 calls", 5, NO_TIME, new Expected(6, 1, 2, 1, 0));
    }
  }

  private static void redirect(EmbeddedVendors street, List<Visitor> visitors) {
    for (EmbeddedVendor vendor : street.vendors()) {
      int issued = vendor == street.apiKey ? 2 : 0;
      for (Visitor visitor : visitors) {
        visitor.redirected(vendor, "307, 1 call", new Expected(1, 0, 1, issued, 1));
      }
    }
  }
}
