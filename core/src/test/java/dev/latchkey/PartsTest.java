package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scheme that is made of others: what is held, renewed and replaced of each. */
class PartsTest {
  private static final String API = "https://api.test/";
  private static final Duration HOUR = Duration.ofHours(1);

  private final Moment moment = Moment.at("2026-01-01T00:00:00Z");
  private final Events events = new Events();
  private final Fetched fetched = new Fetched("Authorization");
  private final AtomicInteger nonces = new AtomicInteger();
  private final AuthScheme nonce =
      AuthScheme.computed(
          context -> Credential.of("x-nonce", "n" + nonces.incrementAndGet()).singleUse());

  /** A token that lives for an hour, and says how often it was asked for. */
  private static final class Fetched implements AuthScheme {
    final AtomicInteger fetches = new AtomicInteger();
    final String header;
    IOException failure;

    Fetched(String header) {
      this.header = header;
    }

    @Override
    public Credential issue(IssueContext context) throws IOException {
      int number = fetches.incrementAndGet();
      if (failure != null) {
        throw failure;
      }
      return Credential.of(header, "t" + number).reusableUntil(context.now().plus(HOUR));
    }
  }

  @Test
  void aTokenBesideANoncePerRequestIsFetchedOnce() throws IOException {
    Keyring keyring = keyring(AuthScheme.allOf(fetched, nonce));

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
          keyring(
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
        keyring(
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
  void onlyThePartIsReplacedThatTookTheAnswerForARefusal() throws IOException {
    Fetched quota = new Fetched("x-quota");
    Keyring keyring = keyring(AuthScheme.allOf(fetched, quota.refusedWith(429)));

    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(429)).isTrue();

    assertThat(call.send(API)).isEqualTo(Map.of("Authorization", "t1", "x-quota", "t2"));
    assertThat(fetched.fetches).hasValue(1);
    assertThat(call.answered(200)).isFalse();

    TestCall other = new TestCall(keyring);
    other.send(API);
    assertThat(other.answered(401)).isTrue();
    assertThat(other.send(API)).isEqualTo(Map.of("Authorization", "t2", "x-quota", "t2"));
  }

  @Test
  void aRefusalThatOnlyTheWholeSchemeKnowsReplacesAllParts() throws IOException {
    Fetched other = new Fetched("x-other");
    Keyring keyring = keyring(AuthScheme.allOf(fetched, other).refusedWith(419));

    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(419)).isTrue();

    assertThat(call.send(API)).isEqualTo(Map.of("Authorization", "t2", "x-other", "t2"));
  }

  @Test
  void whatAPartTakesForARefusalIsOneToTheSchemeThatChoseIt() throws IOException {
    AuthScheme part = fetched.refusedWith(403);
    Keyring keyring = keyring(context -> context.credential(part));

    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(403)).isTrue();
    assertThat(call.send(API)).isEqualTo(Map.of("Authorization", "t2"));
  }

  @Test
  void aRequestThatCannotBeSentAgainHasThePartReplacedForLaterOnes() throws IOException {
    Keyring keyring = keyring(AuthScheme.allOf(fetched, nonce));
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(401, Map.of(), false)).isFalse();

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t2");
    assertThat(fetched.fetches).hasValue(2);
  }

  @Test
  void aRevokedPartCostsFewFetchesThoughItsNeighbourIsNewEachTime() throws IOException {
    Keyring keyring = keyring(AuthScheme.allOf(fetched, nonce));
    int requests = 0;
    for (int i = 0; i < 600; i++) {
      TestCall call = new TestCall(keyring);
      call.send(API);
      requests++;
      if (call.answered(401)) {
        call.send(API);
        requests++;
        assertThat(call.answered(401)).isFalse();
      }
      moment.advance(Duration.ofMillis(100));
    }

    assertThat(fetched.fetches.get()).isBetween(3, 8);
    assertThat(requests).isLessThan(610);
    assertThat(nonces.get()).isGreaterThanOrEqualTo(requests);
  }

  @Test
  void aPartIsRenewedAheadOfItsEndAndThenUsed() throws IOException {
    Keyring keyring = keyring(AuthScheme.allOf(fetched, AuthScheme.header("x-key", "k")));
    new TestCall(keyring).send(API);
    moment.advance(Duration.ofMinutes(52));

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");
    assertThat(fetched.fetches).as("renewed in the background").hasValue(2);
    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t2");
  }

  @Test
  void aPartThatWasReplacedForAnotherRequestIsUsedForTheRetry() throws IOException {
    Keyring keyring =
        keyring(
            AuthScheme.computed(
                context -> context.credential(fetched).and("x-path", context.path())));
    TestCall one = new TestCall(keyring);
    TestCall other = new TestCall(keyring);
    one.send(API + "one");
    other.send(API + "one");
    TestCall elsewhere = new TestCall(keyring);
    elsewhere.send(API + "elsewhere");
    // Nothing more is issued for the path /one within the back-off of its refusals.
    assertThat(one.answered(401)).isTrue();
    assertThat(one.send(API + "one")).containsEntry("Authorization", "t2");
    assertThat(one.answered(401)).isFalse();

    assertThat(other.answered(401)).isTrue();
    assertThat(elsewhere.answered(401)).isTrue();

    assertThat(other.send(API + "one")).containsEntry("Authorization", "t2");
    assertThat(elsewhere.send(API + "elsewhere")).containsEntry("Authorization", "t2");
    assertThat(fetched.fetches).hasValue(2);
  }

  @Test
  void aPartThatFailsIsHeldBackByItselfAndToldOnce() throws IOException {
    Keyring keyring = keyring(context -> context.credential(fetched).and("x-key", "k"));
    fetched.failure = new IOException("down");
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> new TestCall(keyring).send(API))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("next try at");
    }
    assertThat(fetched.fetches).hasValue(1);
    assertThat(events.count("issueFailed")).isEqualTo(1);

    fetched.failure = null;
    moment.advance(Duration.ofSeconds(1));

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t2");
  }

  @Test
  void theOldPartServesWhileItCannotBeRenewed() throws IOException {
    Keyring keyring = keyring(AuthScheme.allOf(fetched, nonce));
    new TestCall(keyring).send(API);
    fetched.failure = new IOException("down");
    moment.advance(Duration.ofMinutes(59).plusSeconds(30));

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t1");

    moment.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class);
  }

  @Test
  void forgettingAnOriginForgetsItsParts() throws IOException {
    Keyring keyring = keyring(AuthScheme.allOf(fetched, nonce));
    new TestCall(keyring).send(API);

    keyring.forget(API);

    assertThat(new TestCall(keyring).send(API)).containsEntry("Authorization", "t2");
  }

  @Test
  void whatAPartWasExchangedForIsKeptUntilItsOwnEnd() throws IOException {
    Fetched assertion = new Fetched("assertion");
    AtomicInteger exchanges = new AtomicInteger();
    Keyring keyring =
        keyring(
            context -> {
              String given = context.credential(assertion).headers().get("assertion");
              return Credential.of("x", given + "-" + exchanges.incrementAndGet())
                  .reusableUntil(context.now().plus(Duration.ofDays(1)));
            });
    new TestCall(keyring).send(API);
    moment.advance(Duration.ofHours(3));

    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "t1-1"));
    assertThat(events.count("issued")).as("the part, and what it was exchanged for").isEqualTo(2);

    moment.advance(Duration.ofHours(22));
    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "t2-2"));
  }

  @Test
  void whatIsMadeOfPartsLivesAsLongAsTheyDo() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    Keyring keyring =
        keyring(
            context -> {
              runs.incrementAndGet();
              // A new credential that does not say how long it lives.
              return Credential.of("x", context.credential(fetched).headers().get("Authorization"));
            });

    for (int i = 0; i < 3; i++) {
      assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "t1"));
    }
    assertThat(runs).hasValue(1);
    assertThat(events.count("issued")).as("making it of parts is no issue").isEqualTo(1);

    moment.advance(Duration.ofMinutes(61));
    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "t2"));
  }

  @Test
  void whatIsMadeOfAPartForOneRequestIsForOneRequest() throws IOException {
    Keyring keyring =
        keyring(
            AuthScheme.computed(
                context -> Credential.of("x", context.credential(nonce).headers().get("x-nonce"))));

    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "n1"));
    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("x", "n2"));
  }

  @Test
  void partsMayHaveParts() throws IOException {
    AuthScheme inner = AuthScheme.allOf(fetched, AuthScheme.header("x-key", "k"));
    Keyring keyring = keyring(AuthScheme.allOf(inner, nonce));

    TestCall call = new TestCall(keyring);
    assertThat(call.send(API)).containsKeys("Authorization", "x-key", "x-nonce");
    assertThat(call.answered(401)).isTrue();
    assertThat(call.send(API)).containsEntry("Authorization", "t2");
    assertThat(fetched.fetches).hasValue(2);
  }

  @Test
  void aPartThatNeedsNothingAddsNothing() throws IOException {
    Keyring keyring =
        keyring(
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
  void partsThatAskForEachOtherFail() {
    AtomicReference<AuthScheme> other = new AtomicReference<>();
    AuthScheme one = context -> context.credential(other.get());
    other.set(context -> context.credential(one));
    Keyring keyring = keyring(context -> context.credential(one));

    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class)
        .hasStackTraceContaining("its scheme asked for one while it was issuing it");
  }

  @Test
  void partsLearnFromTheServersClock() throws IOException {
    AuthScheme jwt =
        JwtScheme.signedWith(SigningKey.hs256("secret")).lifetime(Duration.ofMinutes(5)).build();
    List<Instant> dates = new ArrayList<>();
    Keyring keyring =
        keyring(
            AuthScheme.allOf(
                AuthScheme.computed(
                    context -> {
                      dates.add(context.now());
                      return jwt.issue(context);
                    }),
                nonce));
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(401, Map.of("Date", "Wed, 31 Dec 2025 23:55:00 GMT"), true)).isTrue();
    call.send(API);

    assertThat(dates).hasSize(2);
    assertThat(dates.get(1)).isBefore(dates.get(0).minusSeconds(290));
  }

  @Test
  void aKeyFileAmongThePartsTriesItsNextKey(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.pem"), TestKeys.pkcs8(TestKeys.rsa()));
    Path newest = Files.writeString(folder.resolve("b.pem"), TestKeys.pkcs8(TestKeys.otherRsa()));
    Files.setLastModifiedTime(newest, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    AuthScheme jwt =
        JwtScheme.signedWith(KeyFile.newestIn(folder)).lifetime(Duration.ofMinutes(5)).build();
    Keyring keyring = keyring(AuthScheme.allOf(jwt, AuthScheme.header("x-key", "k")));

    TestCall call = new TestCall(keyring);
    assertThat(isSignedWithFirst(call.send(API))).isFalse();
    assertThat(call.answered(401)).isTrue();
    assertThat(isSignedWithFirst(call.send(API))).isTrue();
    assertThat(call.answered(200)).isFalse();
    assertThat(isSignedWithFirst(new TestCall(keyring).send(API))).isTrue();
  }

  private static boolean isSignedWithFirst(Map<String, String> headers) {
    String jwt = headers.get("Authorization").substring("Bearer ".length());
    return Token.isRs256(jwt, TestKeys.rsa());
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
    Keyring keyring = keyring(AuthScheme.allOf(part, nonce));
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(200, Map.of("X-Next", "-n"), true)).isFalse();

    assertThat(seen).containsExactly("200-n");
  }

  @Test
  void aSchemeThatIsCalledByHandCallsItsParts() throws IOException {
    IssueContext context = IssueContext.of("GET", URI.create(API), moment);

    assertThat(AuthScheme.allOf(fetched, nonce).issue(context).headers())
        .isEqualTo(Map.of("Authorization", "t1", "x-nonce", "n1"));
  }

  private Keyring keyring(AuthScheme scheme) {
    return Keyring.builder()
        .add("https://api.test", scheme)
        .clock(moment)
        .timing(moment.nanos(), () -> 0.5)
        .executor(Runnable::run)
        .listener(events)
        .build();
  }
}
