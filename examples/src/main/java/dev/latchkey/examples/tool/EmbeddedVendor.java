package dev.latchkey.examples.tool;

import dev.latchkey.examples.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** A vendor's server in this process. It counts, and remembers what went over the wire. */
final class EmbeddedVendor implements AutoCloseable {
  private static final String MOVED_AWAY = "/moved-away";

  /**
   * What happened since it was last asked.
   *
   * @param credentials how many different credentials came
   * @param wire the credentials, shortened
   */
  record Traffic(int requests, int refusals, int credentials, List<String> wire) {}

  private final String name;
  private final Verifier verifier;
  private final Clock clock;
  private final @Nullable URI elsewhere;
  private final LoopbackServer server;

  private int requests;
  private int refusals;
  private final Set<Headers> credentials = new HashSet<>();
  private final Set<String> wire = new LinkedHashSet<>();
  private final Set<String> everything = new HashSet<>();
  private @Nullable String lastRefusal;

  private EmbeddedVendor(String name, Verifier verifier, Clock clock, @Nullable URI elsewhere)
      throws IOException {
    this.name = name;
    this.verifier = verifier;
    this.clock = clock;
    this.elsewhere = elsewhere;
    this.server = LoopbackServer.start("127.0.0.1", this::answer);
  }

  /**
   * Starts it.
   *
   * @param elsewhere where its path {@code /moved-away} redirects to
   */
  static EmbeddedVendor start(String name, Verifier verifier, Clock clock, @Nullable URI elsewhere)
      throws IOException {
    return new EmbeddedVendor(name, verifier, clock, elsewhere);
  }

  String name() {
    return name;
  }

  String origin() {
    return server.origin();
  }

  URI uri(String path) {
    return server.uri(path);
  }

  URI movedAway() {
    return server.uri(MOVED_AWAY);
  }

  synchronized Traffic takeTraffic() {
    Traffic traffic = new Traffic(requests, refusals, credentials.size(), List.copyOf(wire));
    requests = 0;
    refusals = 0;
    credentials.clear();
    wire.clear();
    return traffic;
  }

  /** Why the last request that was not accepted was not. */
  synchronized @Nullable String lastRefusal() {
    return lastRefusal;
  }

  /** Every credential value that ever came, whole: never to be printed. */
  synchronized Set<String> everything() {
    return Set.copyOf(everything);
  }

  private synchronized MockResponse answer(RecordedRequest request) {
    requests++;
    Headers sent = Transport.credentials(request.getHeaders());
    credentials.add(sent);
    sent.forEach(header -> everything.add(header.getSecond()));
    MockResponse response;
    String mark = "";
    try {
      verifier.verify(request);
      response = accepted(request);
    } catch (Refused e) {
      refusals++;
      lastRefusal = e.getMessage();
      response = verifier.refusal();
      mark = " refused";
    }
    for (String line : Transport.shortened(sent)) {
      wire.add(line + mark);
    }
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
    return response.newBuilder().setHeader("Date", date).build();
  }

  private MockResponse accepted(RecordedRequest request) {
    if (elsewhere != null && request.getUrl().encodedPath().equals(MOVED_AWAY)) {
      return new MockResponse.Builder()
          .code(307)
          .setHeader("Location", elsewhere.toString())
          .build();
    }
    return new MockResponse.Builder()
        .setHeader("Content-Type", "application/json")
        .body("{\"vendor\":\"" + name + "\",\"ok\":true}\n")
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
