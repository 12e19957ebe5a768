package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the executor may do to a flight, without a keyring. */
class CredentialFlightTest {
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  private final CredentialFlight.Owner owner =
      new CredentialFlight.Owner() {
        @Override
        public void landed(CredentialFlight flight, CachedCredential credential) {}

        @Override
        public CredentialException failed(CredentialFlight flight, Throwable why) {
          failed.incrementAndGet();
          return new CredentialException("down");
        }
      };

  @Test
  void oneThatHasNotBegunHasNoThreadToInterrupt() {
    CredentialFlight flight = flight((mayWait, again) -> fail());

    assertThat(flight.interrupt(left::incrementAndGet)).isFalse();

    flight.run();
    assertThat(left).hasValue(0);
    assertThat(failed).hasValue(1);
  }

  @Test
  void oneThatIsInterruptedTellsWhenItsThreadIsFreeAndLeavesItUninterrupted() {
    CredentialFlight[] flight = new CredentialFlight[1];
    flight[0] =
        flight(
            (mayWait, again) -> {
              assertThat(flight[0].interrupt(left::incrementAndGet)).isTrue();
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
              assertThat(left).hasValue(0);
              return fail();
            });

    flight[0].run();

    assertThat(left).hasValue(1);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(flight[0].interrupt(left::incrementAndGet)).as("has left").isFalse();
  }

  @Test
  void oneThatIsRunByWhoWaitsForItMayWait() {
    List<Boolean> mayWait = new ArrayList<>();
    CredentialFlight.Issue issue =
        (waits, again) -> {
          mayWait.add(waits);
          return fail();
        };

    flight(issue).run();
    flight(issue).runForWaiter();

    assertThat(mayWait).containsExactly(false, true);
  }

  @Test
  void whoJoinsOneThatHasEndedGetsItsOutcome() {
    CredentialFlight flight = flight((mayWait, again) -> fail());
    flight.run();
    TestWaiter waiter =
        new TestWaiter(
            new TestKeyring().origin(new CountingScheme(Duration.ofMinutes(5))),
            new RequestHead("GET", TestKeyring.URL, name -> null),
            null);

    flight.join(waiter);

    assertThat(waiter).isCompletedExceptionally();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoWaitsForItsThreadGoesOnWhenThatLeavesOrIfInterrupted(boolean interrupts)
      throws Exception {
    AtomicReference<Thread> waiting = new AtomicReference<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CredentialFlight[] flight = new CredentialFlight[1];
    flight[0] =
        flight(
            (mayWait, again) -> {
              Thread thread =
                  new Thread(
                      () -> {
                        flight[0].runForWaiter();
                        interrupted.complete(Thread.currentThread().isInterrupted());
                      });
              thread.setDaemon(true);
              waiting.set(thread);
              thread.start();
              Waiting.await(waiting);
              if (interrupts) {
                thread.interrupt();
                assertThat(TestCall.await(interrupted)).isTrue();
              }
              return fail();
            });

    flight[0].run();

    assertThat(TestCall.await(interrupted)).isEqualTo(interrupts);
    assertThat(failed).hasValue(1);
  }

  private static CachedCredential fail() throws CredentialException {
    throw new CredentialException("down");
  }

  private CredentialFlight flight(CredentialFlight.Issue issue) {
    return new CredentialFlight(owner, issue, null, null, false, 0);
  }
}
