package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A scheme that is made of others: what of each is cached and renewed, and what if one fails. */
class PartsTest {
  private static final String API = "https://api.test/";

  private final TestKeyring test = new TestKeyring();
  private final CountingScheme fetched = CountingScheme.tokens("Authorization");
  private final AuthScheme nonce = AuthScheme.computed(CountingScheme.nonces());

  @Test
  void aTokenBesideANoncePerRequestIsFetchedOnce() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, nonce));

    List<Map<String, String>> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add(new TestCall(keyring).send(API));
    }

    assertThat(fetched.asked()).isEqualTo(1);
    assertThat(sent).extracting(headers -> headers.get("Authorization")).containsOnly("t1");
    assertThat(sent).extracting(headers -> headers.get("x-nonce")).doesNotHaveDuplicates();
  }

  @Test
  void whoWaitsForOneThatWasMadeOfANonceGetsAnother() throws IOException {
    Keyring keyring =
        test.byHand()
            .keyring(
                context ->
                    Credential.of(
                        "x-sig", "s-" + context.credential(nonce).headers().get("x-nonce")));
    CompletableFuture<Credential> one = new TestCall(keyring).ask(API);
    CompletableFuture<Credential> other = new TestCall(keyring).ask(API);
    test.byHand.run();

    String ofOne = TestCall.await(one).headers().get("x-sig");
    assertThat(TestCall.await(other).headers().get("x-sig")).isNotEqualTo(ofOne);
  }

  @Test
  void aSchemeThatChoosesByTheRequestFetchesOncePerPart() throws IOException {
    for (boolean whole : new boolean[] {true, false}) {
      CountingScheme users = CountingScheme.tokens("Authorization");
      CountingScheme admin = CountingScheme.tokens("Authorization");
      Keyring keyring =
          test.keyring(
              AuthScheme.computed(
                  context -> {
                    String path = whole ? context.uri().getPath() : context.path();
                    return context.credential(path.startsWith("/admin") ? admin : users);
                  }));

      for (int i = 0; i < 20; i++) {
        new TestCall(keyring).send(API + "users?page=" + i);
        new TestCall(keyring).send(API + "admin/" + i);
      }

      assertThat(users.asked()).isEqualTo(1);
      assertThat(admin.asked()).isEqualTo(1);
    }
  }

  @Test
  void requestsThatDifferInTheirQueryShareWhatDependsOnThePath() throws IOException {
    AtomicInteger issues = new AtomicInteger();
    List<String> paths = new ArrayList<>();
    Keyring keyring =
        test.keyring(
            context -> {
              paths.add(context.path());
              return Credential.of("x", "v" + issues.incrementAndGet());
            });

    for (String url : List.of("a%2Fb?q=1", "a%2Fb?q=2", "a%2Fb", "c?q=1", "")) {
      new TestCall(keyring).send(API + url);
    }
    new TestCall(keyring).send("https://api.test");

    assertThat(paths).containsExactly("/a%2Fb", "/c", "/");
  }

  @Test
  void aPartIsRenewedAheadOfItsEndAndThenUsed() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, AuthScheme.header("x-key", "k")));
    new TestCall(keyring).send(API);
    test.clock.advance(Duration.ofMinutes(52));

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");
    assertThat(fetched.asked()).as("renewed in the background").isEqualTo(2);
    // What is made of it is made anew in the background too.
    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");
    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t2");
  }

  @Test
  void forgettingAnOriginForgetsItsParts() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, nonce));
    new TestCall(keyring).send(API);

    keyring.forget(API);

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t2");
  }

  @Test
  void whatAPartWasExchangedForIsKeptUntilItsOwnEnd() throws IOException {
    CountingScheme assertion = CountingScheme.tokens("assertion");
    AtomicInteger exchanges = new AtomicInteger();
    Keyring keyring =
        test.keyring(
            context -> {
              String given = context.credential(assertion).headers().get("assertion");
              return Credential.of("x", given + "-" + exchanges.incrementAndGet())
                  .reusableUntil(context.now().plus(Duration.ofDays(1)));
            });
    new TestCall(keyring).send(API);
    test.clock.advance(Duration.ofHours(3));

    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "t1-1"));
    assertThat(test.events.count("issued"))
        .as("the part, and what it was exchanged for")
        .isEqualTo(2);

    test.clock.advance(Duration.ofHours(22));
    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "t2-2"));
  }

  @Test
  void whatIsMadeOfPartsLivesAsLongAsTheyDo() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    Keyring keyring =
        test.keyring(
            context -> {
              runs.incrementAndGet();
              // A new credential that does not say how long it lives.
              return Credential.of("x", context.credential(fetched).headers().get("Authorization"));
            });

    for (int i = 0; i < 3; i++) {
      assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "t1"));
    }
    assertThat(runs).hasValue(1);
    assertThat(test.events.count("issued")).as("making it of parts is no issue").isEqualTo(1);

    test.clock.advance(Duration.ofMinutes(61));
    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "t2"));
  }

  @Test
  void whatIsMadeOfAPartForOneRequestIsForOneRequest() throws IOException {
    Keyring keyring =
        test.keyring(
            AuthScheme.computed(
                context -> Credential.of("x", context.credential(nonce).headers().get("x-nonce"))));

    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "n1"));
    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "n2"));
  }

  @Test
  void partsMayHaveParts() throws IOException {
    AuthScheme inner = AuthScheme.allOf(fetched, AuthScheme.header("x-key", "k"));
    Keyring keyring = test.keyring(AuthScheme.allOf(inner, nonce));

    TestCall call = new TestCall(keyring);
    assertThat(call.send(API)).containsKeys("Authorization", "x-key", "x-nonce");
    assertThat(call.answered(401)).isTrue();
    assertThat(call.send(API)).containsEntry("Authorization", "t2");
    assertThat(fetched.asked()).isEqualTo(2);
  }

  @Test
  void aPartThatNeedsNothingAddsNothing() throws IOException {
    Keyring keyring =
        test.keyring(
            AuthScheme.computed(
                context ->
                    context.path().equals("/login")
                        ? Credential.none()
                        : context.credential(fetched)));

    assertThat(new TestCall(keyring).send(API + "login")).isEmpty();
    assertThat(fetched.asked()).isEqualTo(0);
    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");
  }

  @Test
  void aSchemeThatIsCalledByHandCallsItsParts() throws IOException {
    IssueContext context = IssueContext.of("GET", URI.create(API), test.clock);

    assertThat(AuthScheme.allOf(fetched, nonce).issue(context).headers())
        .isEqualTo(Map.of("Authorization", "t1", "x-nonce", "n1"));
  }

  @Test
  void aPartThatFailsIsHeldBackByItselfAndToldOnce() throws IOException {
    Keyring keyring = test.keyring(context -> context.credential(fetched).and("x-key", "k"));
    fetched.failing(true);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> new TestCall(keyring).send(API))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("next try at");
    }
    assertThat(fetched.asked()).isEqualTo(1);
    assertThat(test.events.count("issueFailed")).isEqualTo(1);

    fetched.failing(false);
    test.clock.advance(Duration.ofSeconds(1));

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");
  }

  @Test
  void theOldPartServesWhileItCannotBeRenewed() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, nonce));
    new TestCall(keyring).send(API);
    fetched.failing(true);
    test.clock.advance(Duration.ofMinutes(59).plusSeconds(30));

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");

    test.clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class);
  }

  @Test
  void whatAPartWasExchangedForServesToItsEndWhileThePartFails() throws IOException {
    Keyring keyring = test.keyring(exchanging(fetched, Duration.ofHours(3)));
    new TestCall(keyring).send(API);
    fetched.failing(true);
    test.clock.advance(Duration.ofHours(3).minusSeconds(30));

    for (int i = 0; i < 3; i++) {
      assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "t1"));
    }

    test.clock.advance(Duration.ofSeconds(30));
    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class);
  }

  @Test
  void aPartForEachRequestThatFailsHoldsBackWhatItIsExchangedFor() throws IOException {
    AtomicInteger signatures = new AtomicInteger();
    AuthScheme assertion =
        context -> {
          if (signatures.incrementAndGet() > 1) {
            throw new IOException("down");
          }
          return Credential.of("Authorization", "t1").singleUse();
        };
    Keyring keyring = test.keyring(exchanging(assertion, Duration.ofHours(1)));
    new TestCall(keyring).send(API);
    test.clock.advance(Duration.ofHours(1));

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> new TestCall(keyring).send(API))
          .isInstanceOf(CredentialException.class);
    }

    assertThat(signatures).hasValue(2);
    assertThat(test.events.count("issueFailed")).isEqualTo(1);
  }

  @Test
  void aPartThatWasRenewedServesToItsEndWhileWhatIsMadeOfItCannotBeMadeAnew() throws IOException {
    AtomicReference<IOException> failure = new AtomicReference<>();
    Keyring keyring =
        test.keyring(
            context -> {
              Credential part = context.credential(fetched);
              if (failure.get() != null) {
                throw failure.get();
              }
              return part;
            });
    new TestCall(keyring).send(API);
    failure.set(new IOException("down"));
    test.clock.advance(Duration.ofMinutes(52));

    for (int minute = 52; minute < 60; minute++) {
      assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");
      assertThat(fetched.asked()).as("is renewed").isEqualTo(2);
      test.clock.advance(Duration.ofMinutes(1));
    }
    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class);
  }

  @Test
  void nobodyWaitsBecauseAPartWasRenewed() throws IOException {
    Keyring keyring = test.byHand().keyring(context -> context.credential(fetched));
    CompletableFuture<Credential> first = new TestCall(keyring).ask(API);
    test.byHand.run();
    assertThat(TestCall.await(first).headers()).containsEntry("Authorization", "t1");
    test.clock.advance(Duration.ofMinutes(52));

    for (int i = 0; i < 4; i++) {
      assertThat(new TestCall(keyring).ask(API)).isCompleted();
      test.byHand.run();
    }

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t2");
    assertThat(fetched.asked()).isEqualTo(2);
  }

  private static AuthScheme exchanging(AuthScheme part, Duration life) {
    return context -> {
      String assertion = context.credential(part).headers().get("Authorization");
      return Credential.of("x", assertion).reusableUntil(context.now().plus(life));
    };
  }

  @Test
  void partsThatAskForEachOtherFail() {
    AtomicReference<AuthScheme> other = new AtomicReference<>();
    AuthScheme one = context -> context.credential(other.get());
    other.set(context -> context.credential(one));
    Keyring keyring = test.keyring(context -> context.credential(one));

    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class)
        .hasStackTraceContaining("its scheme requested its own credential");
  }
}
