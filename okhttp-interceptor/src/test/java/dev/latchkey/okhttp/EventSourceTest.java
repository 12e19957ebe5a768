package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.EventSource;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.TestServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A client of a stream. */
class EventSourceTest {
  private static final Reply STREAM =
      Reply.of(200, "data: hello\n\ndata: again\n\n").with("Content-Type", "text/event-stream");

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  private EventSource events(TestServer server) {
    return new EventSource.Builder(
            ConnectStrategy.http(server.uri("/events")).httpClient(lab.client(lab.keys)))
        .build();
  }

  @Test
  void aStreamIsAuthenticatedAndARefusedTokenReplacedOnce() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), STREAM);

    try (EventSource events = events(lab.vendor)) {
      assertThat(events.readMessage().getData()).isEqualTo("hello");
      assertThat(events.readMessage().getData()).isEqualTo("again");
    }

    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t2");
  }

  @Test
  void aStreamElsewhereGetsNothing() throws Exception {
    lab.foreign.reply(STREAM);

    try (EventSource events = events(lab.foreign)) {
      assertThat(events.readMessage().getData()).isEqualTo("hello");
    }

    assertThat(lab.foreign.sent("x-api-key")).containsExactly("");
  }
}
