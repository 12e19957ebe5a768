package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A scheme that is made of others: what is held, renewed and replaced of each. */
class PartsTest {
  private static final String API = "https://api.test/";

  private final TestKeyring test = new TestKeyring();
  private final Fetched fetched = new Fetched("Authorization");
  private final AtomicInteger nonces = new AtomicInteger();
  private final AuthScheme nonce =
      AuthScheme.computed(
          context -> Credential.of("x-nonce", "n" + nonces.incrementAndGet()).singleUse());

  @Test
  void aTokenBesideANoncePerRequestIsFetchedOnce() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(fetched, nonce));

    List<Map<String, String>> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add(new TestCall(keyring).send(API));
    }

    assertThat(fetched.fetches).hasValue(1);
    assertThat(sent).extracting(headers -> headers.get("Authorization")).containsOnly("t1");
    assertThat(sent).extracting(headers -> headers.get("x-nonce")).doesNotHaveDuplicates();
  }

  @Test
  void aSchemeThatChoosesByTheRequestFetchesOncePerPart() throws IOException {
    Fetched admin = new Fetched("Authorization");
    for (boolean whole : new boolean[] {true, false}) {
      Keyring keyring =
          test.keyring(
              AuthScheme.computed(
                  context -> {
                    String path = whole ? context.uri().getPath() : context.path();
                    return context.credential(path.startsWith("/admin") ? admin : fetched);
                  }));
      admin.fetches.set(0);
      fetched.fetches.set(0);

      for (int i = 0; i < 20; i++) {
        new TestCall(keyring).send(API + "users?page=" + i);
        new TestCall(keyring).send(API + "admin/" + i);
      }

      assertThat(fetched.fetches).hasValue(1);
      assertThat(admin.fetches).hasValue(1);
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
    assertThat(fetched.fetches).as("renewed in the background").hasValue(2);
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
    Fetched assertion = new Fetched("assertion");
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
    assertThat(fetched.fetches).hasValue(2);
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
    assertThat(fetched.fetches).hasValue(0);
    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");
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
    Keyring keyring = test.keyring(AuthScheme.allOf(part, nonce));
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(200, Map.of("X-Next", "-n"), true)).isFalse();

    assertThat(seen).containsExactly("200-n");
  }

  @Test
  void aSchemeThatIsCalledByHandCallsItsParts() throws IOException {
    IssueContext context = IssueContext.of("GET", URI.create(API), test.clock);

    assertThat(AuthScheme.allOf(fetched, nonce).issue(context).headers())
        .isEqualTo(Map.of("Authorization", "t1", "x-nonce", "n1"));
  }
}
