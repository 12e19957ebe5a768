package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What schemes learn of responses, and what they cannot do to them. */
class ResponseHeadTest {
  private static final String API = "https://api.test";
  private static final String SECRET = "s3cret";

  private final TestKeyring test = new TestKeyring();

  /** Issues numbered credentials and notes what it is told. */
  private static class Noting implements AuthScheme {
    final List<Integer> observed = new ArrayList<>();
    final List<Optional<Integer>> refusals = new ArrayList<>();
    final AtomicInteger asked = new AtomicInteger();
    int issued;

    @Override
    public Credential issue(IssueContext context) throws IOException {
      refusals.add(context.refusal().map(ResponseHead::status));
      return Credential.of("x-token", "t" + ++issued)
          .reusableUntil(context.now().plus(Duration.ofHours(1)));
    }

    @Override
    public boolean isRefusal(ResponseHead response) {
      asked.incrementAndGet();
      return response.header("x-error").isPresent();
    }

    @Override
    public void observe(ResponseHead response) {
      observed.add(response.status());
    }
  }

  @Test
  void aRefusalMayBeToldByAHeader() throws IOException {
    Noting scheme = new Noting();
    TestCall call = test.call(scheme);

    call.send(API);
    assertThat(call.answered(401)).as("without the header").isFalse();
    call.send(API);
    assertThat(call.answered(403, Map.of("X-Error", "expired"), true)).isTrue();
    assertThat(call.send(API)).containsEntry("x-token", "t2");
    assertThat(call.answered(200)).isFalse();

    assertThat(scheme.asked).as("once for each response").hasValue(3);
    assertThat(scheme.observed).containsExactly(401, 403, 200);
    assertThat(scheme.refusals).containsExactly(Optional.empty(), Optional.of(403));
  }

  @Test
  void aSchemeIsNotToldOfResponsesToRequestsWithoutItsCredential() throws IOException {
    Noting scheme = new Noting();
    Keyring keyring = test.keyring(scheme);
    new TestCall(keyring).send(API);

    TestCall callers = new TestCall(keyring).with("X-Token", "callers");
    callers.send(API);
    assertThat(callers.answered(401)).isFalse();
    TestCall gone = new TestCall(keyring);
    gone.send(API);
    assertThat(gone.answered(302)).isFalse();
    gone.send("https://elsewhere.test");
    assertThat(gone.answered(401)).isFalse();

    assertThat(scheme.observed).containsExactly(302);
  }

  @Test
  void theAnswerIsKnownWhileTheRefusedCallWaits() throws IOException {
    List<String> read = new ArrayList<>();
    AuthScheme scheme =
        context -> {
          read.add(context.refusal().flatMap(head -> head.header("X-Nonce")).orElse("none"));
          return Credential.of("x-token", "t" + read.size());
        };
    TestCall call = test.call(scheme);
    call.send(API);

    assertThat(call.answered(401, Map.of("x-nonce", "n1"), true)).isTrue();

    assertThat(read).containsExactly("none", "n1");
  }

  @Test
  void nothingReadsAResponseOnceItIsTheCallers() throws IOException {
    AtomicInteger lookups = new AtomicInteger();
    test.byHand();
    List<String> read = new ArrayList<>();
    AuthScheme scheme =
        context -> {
          context
              .refusal()
              .ifPresent(
                  head ->
                      read.add(
                          head.header("dpop-nonce") + " " + head.header("x-other").orElse("")));
          return Credential.of("x-token", "t");
        };
    for (boolean replayable : new boolean[] {false, true}) {
      TestCall call = test.call(scheme);
      CompletableFuture<Credential> credential = call.ask(API);
      test.byHand.run();
      assertThat(credential).isDone();
      CompletableFuture<Boolean> again =
          call.received(
              401,
              name -> {
                lookups.incrementAndGet();
                return name.equalsIgnoreCase("DPoP-Nonce") ? "n" : SECRET;
              },
              replayable);
      assertThat(again.isDone()).isEqualTo(!replayable);
      again.cancel(false);
      int before = lookups.get();
      test.byHand.run();
      assertThat(lookups).hasValue(before);
    }

    assertThat(read).containsExactly("Optional[n] ", "Optional[n] ");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 401})
  void aHeadThatASchemeKeepsDoesNotReadTheResponseLater(int status) throws IOException {
    List<ResponseHead> kept = new ArrayList<>();
    AuthScheme scheme =
        new AuthScheme() {
          private int issued;

          @Override
          public Credential issue(IssueContext context) {
            return Credential.of("x-token", "t" + ++issued);
          }

          @Override
          public void observe(ResponseHead response) {
            kept.add(response);
          }
        };
    TestCall call = test.call(scheme);
    call.send(API);

    assertThat(call.answered(status, Map.of("x-other", SECRET), true)).isEqualTo(status == 401);

    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).header("x-other")).isEmpty();
  }

  @Test
  void whatASchemeThrowsOfAResponseHarmsNobody() throws IOException {
    AuthScheme throwing =
        new Noting() {
          @Override
          public boolean isRefusal(ResponseHead response) {
            throw new IllegalStateException(SECRET);
          }

          @Override
          public void observe(ResponseHead response) {
            throw new AssertionError(SECRET);
          }
        };
    TestCall call = test.call(throwing);

    call.send(API);

    assertThat(call.answered(401, Map.of("x-error", "1"), true)).isFalse();
  }

  @Test
  void thePartsOfACompositeAreToldEach() throws IOException {
    Noting one = new Noting();
    AuthScheme throwing =
        new AuthScheme() {
          @Override
          public Credential issue(IssueContext context) {
            return Credential.of("x-other", "1");
          }

          @Override
          public void observe(ResponseHead response) {
            throw new IllegalStateException(SECRET);
          }
        };
    TestCall call =
        test.call(AuthScheme.allOf(throwing, one, AuthScheme.header("x-constant", "1")));

    call.send(API);
    assertThat(call.answered(403, Map.of("x-error", "1"), true)).isTrue();

    assertThat(one.observed).containsExactly(403);
    assertThat(one.refusals).containsExactly(Optional.empty(), Optional.of(403));
  }

  @Test
  void partsSeeResponses() throws IOException {
    List<String> seen = new ArrayList<>();
    AuthScheme part =
        new AuthScheme() {
          @Override
          public Credential issue(IssueContext context) {
            return Credential.of("x", "1");
          }

          @Override
          public void observe(ResponseHead response) {
            seen.add(response.status() + response.header("X-Next").orElse(""));
          }
        };
    Keyring keyring =
        test.keyring(AuthScheme.allOf(part, AuthScheme.computed(CountingScheme.nonces())));
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(200, Map.of("X-Next", "-n"), true)).isFalse();

    assertThat(seen).containsExactly("200-n");
  }

  @Test
  void aSchemeOfSeveralOriginsIsToldWhichOneAnswered() throws IOException {
    List<Optional<Origin>> origins = new ArrayList<>();
    AuthScheme part =
        new Noting() {
          @Override
          public void observe(ResponseHead response) {
            origins.add(response.origin());
          }
        };
    AuthScheme scheme = AuthScheme.allOf(part, AuthScheme.header("x-constant", "1"));
    Keyring keyring = test.builder().add(scheme, API, "https://other.test").build();

    for (String uri : List.of(API + "/a", "https://OTHER.test:443/b")) {
      TestCall call = new TestCall(keyring);
      call.send(uri);
      assertThat(call.answered(200)).isFalse();
    }

    assertThat(origins)
        .containsExactly(Optional.of(Origin.of(API)), Optional.of(Origin.of("https://other.test")));
    assertThat(ResponseHead.of(Origin.of(API), 200, Map.of()).origin()).contains(Origin.of(API));
    assertThat(ResponseHead.of(200, Map.of()).origin()).isEmpty();
  }

  @Test
  void aHeadShowsItsStatusAlone() {
    ResponseHead head = ResponseHead.of(401, Map.of("X-Nonce", SECRET));

    assertThat(head.header("x-nonce")).contains(SECRET);
    assertThat(head.header("x-absent")).isEmpty();
    assertThat(head).hasToString("ResponseHead[401]");
  }
}
