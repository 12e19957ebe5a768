package dev.latchkey.examples.tool;

import dev.latchkey.Keyring;
import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** One client with a keyring of its own: makes calls, measures them, prints a row. */
final class Visitor implements AutoCloseable {
  private final EmbeddedVendors street;
  private final ManualClock clock;
  private final IssueCounter counter = new IssueCounter();
  private final Keyring keyring;
  private final Caller caller;
  private final Table table;
  private final Checks checks;

  Visitor(
      EmbeddedVendors street,
      ManualClock clock,
      Function<Keyring, Caller> client,
      Table table,
      Checks checks) {
    this.street = street;
    this.clock = clock;
    this.keyring = street.keyring(counter);
    this.caller = client.apply(keyring);
    this.table = table;
    this.checks = checks;
  }

  void calls(EmbeddedVendor vendor, String event, int calls, Duration between, Expected expected) {
    Set<String> statuses = new TreeSet<>();
    for (int i = 0; i < calls; i++) {
      statuses.add(status(request(vendor, vendor.uri(path(vendor)))));
      clock.advance(between);
    }
    tell(vendor, event, statuses, expected);
  }

  void redirected(EmbeddedVendor vendor, String event, Expected expected) {
    tell(vendor, event, Set.of(status(request(vendor, vendor.movedAway()))), expected);
  }

  private String path(EmbeddedVendor vendor) {
    return vendor == street.authgear
        ? "/_api/admin/graphql"
        : vendor == street.statusEntry ? "/v1/incidents" : "/v1/things";
  }

  private Outgoing request(EmbeddedVendor vendor, URI uri) {
    return vendor == street.authgear
        ? Outgoing.postJson(uri, "{\"query\":\"{ viewer { id } }\"}")
        : Outgoing.get(uri);
  }

  private String status(Outgoing request) {
    try {
      return String.valueOf(caller.send(request).status());
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  private void tell(EmbeddedVendor vendor, String event, Set<String> statuses, Expected expected) {
    EmbeddedVendor.Traffic traffic = vendor.takeTraffic();
    ForeignHost.Visit visit = street.foreignHost.takeVisit();
    int issued = counter.take(vendor.origin());
    String status = String.join(", ", statuses);
    String saw = visit.saw().isEmpty() ? "nothing" : String.join(", ", visit.saw());
    List<String> wire = traffic.wire();
    table.row(
        new Row(
            vendor.name(),
            caller.name(),
            event,
            wire,
            status,
            traffic.requests(),
            issued,
            visited(visit)));

    String where = vendor.name() + ", " + caller.name() + ", " + event;
    checks.same(where, "the status", "200", status);
    checks.same(where, "requests sent", expected.requests(), traffic.requests());
    checks.same(where, "requests refused", expected.refusals(), traffic.refusals());
    checks.same(where, "different credentials", expected.credentials(), traffic.credentials());
    checks.same(where, "tokens issued", expected.issued(), issued);
    checks.same(where, "requests to the foreign host", expected.visits(), visit.requests());
    checks.same(where, "what the foreign host saw", "nothing", saw);
  }

  private static String visited(ForeignHost.Visit visit) {
    if (visit.requests() == 0) {
      return "-";
    }
    return visit.saw().isEmpty() ? "nothing" : "SECRETS";
  }

  @Override
  public void close() {
    keyring.close();
  }
}
