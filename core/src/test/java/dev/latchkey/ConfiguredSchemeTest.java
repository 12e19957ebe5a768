package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is set around a scheme, a lambda above all. */
class ConfiguredSchemeTest {
  private static final String API = "https://api.test";
  private static final AuthScheme LAMBDA =
      context -> Credential.of("x-token", context.header("x-tenant").orElse("none"));

  private final TestKeyring test = new TestKeyring();

  @Test
  void settingsMeanTheSameInAnyOrder() throws IOException {
    List<UnaryOperator<AuthScheme>> settings =
        new ArrayList<>(
            List.of(
                scheme -> scheme.refusedWith(403, 419),
                scheme -> scheme.refusedIf(head -> head.header("x-expired").isPresent()),
                scheme -> scheme.setting("X-Token"),
                scheme -> scheme.consuming("X-Tenant"),
                AuthScheme::computed));
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(settings, random);
      AuthScheme scheme = LAMBDA;
      for (UnaryOperator<AuthScheme> setting : settings) {
        scheme = setting.apply(scheme);
      }

      assertThat(scheme.mayBlock()).as("seed " + seed).isFalse();
      assertThat(scheme.headerNames()).containsExactly("X-Token");
      assertThat(BuiltInScheme.consumedHeaders(scheme)).containsExactly("X-Tenant");
      assertThat(scheme.isRefusal(401)).isFalse();
      assertThat(scheme.isRefusal(403)).isTrue();
      assertThat(scheme.isRefusal(ResponseHead.of(419, Map.of()))).isTrue();
      assertThat(scheme.isRefusal(ResponseHead.of(400, Map.of()))).isFalse();
      assertThat(scheme.isRefusal(ResponseHead.of(400, Map.of("X-Expired", "1")))).isTrue();
    }
  }

  @Test
  void aSchemeWithoutSettingsOfAKindKeepsItsOwn() {
    AuthScheme header = AuthScheme.header("x-key", "1").setting("x-other");
    AuthScheme jwt =
        JwtScheme.signedWith(SigningKey.hs256("secret"))
            .lifetime(Duration.ofMinutes(5))
            .refusedWith(403)
            .build()
            .consuming("X-Tenant");

    assertThat(header.headerNames()).containsExactlyInAnyOrder("x-key", "x-other");
    assertThat(header.mayBlock()).isFalse();
    assertThat(BuiltInScheme.readsResponses(header)).isFalse();
    assertThat(jwt.isRefusal(403)).isTrue();
    assertThat(jwt.isRefusal(401)).isFalse();
    assertThat(jwt.headerNames()).containsExactly("Authorization");
    assertThat(LAMBDA.refusedWith(403).mayBlock()).isTrue();
  }

  @Test
  void whatIsWrongIsSaidAtOnce() {
    assertRefused(
        () -> LAMBDA.refusedWith(),
        "refusedWith must have at least one status, such as 401, but had none");
    assertRefused(
        () -> LAMBDA.refusedWith(200),
        "refusedWith must have only statuses from 400 to 599, but one was 200");
    assertRefused(
        () -> LAMBDA.setting(), "setting must have at least one header name, such as X-Api-Key");
    assertRefused(
        () -> LAMBDA.consuming(), "consuming must have at least one header name, such as X-Tenant");
    assertRefused(
        () -> LAMBDA.setting("Host"),
        "setting: The header Host must not be set, because the" + " HTTP client sets it itself");
    assertRefused(
        () -> LAMBDA.consuming("a b"), "consuming: A header name must have only letters,");
    String both = "The scheme must not consume a header that it sets, but would consume X-Token";
    assertRefused(() -> LAMBDA.setting("X-Token").consuming("x-token"), both);
    assertRefused(() -> LAMBDA.consuming("x-token").setting("X-Token"), both);
    assertRefused(
        () -> AuthScheme.allOf(AuthScheme.header("x-a", "1"), LAMBDA.consuming("X-A")),
        "The schemes of allOf must not set a header that one of them consumes, but set x-a");
  }

  private static void assertRefused(ThrowingCallable wrong, String message) {
    assertThatThrownBy(wrong)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aSchemeThatSetsWhatItConsumesFailsWithAReason() {
    TestCall call = test.call(LAMBDA.consuming("X-Token"));

    assertThatThrownBy(() -> call.send(API))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("its scheme must not set a header that it consumes, but set x-token");
  }

  @Test
  void onlyAComputedSchemeRunsOnTheCallersThread() throws IOException {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    AuthScheme noting =
        context -> {
          threads.add(Thread.currentThread());
          return Credential.of("x", "1").singleUse();
        };
    for (AuthScheme scheme : List.of(AuthScheme.computed(noting), noting.setting("x"))) {
      try (Keyring keyring = Keyring.builder().add(API, scheme).build()) {
        new TestCall(keyring).send(API);
      }
    }

    assertThat(threads.get(0)).isSameAs(Thread.currentThread());
    assertThat(threads.get(1)).isNotSameAs(Thread.currentThread());
  }

  @Test
  void aCallYieldsToItsCallerFromTheFirstIfTheSchemeTellsItsHeaders() throws IOException {
    int[] asked = {0};
    AuthScheme scheme =
        context -> {
          asked[0]++;
          return Credential.of("x-token", "ours");
        };
    TestCall call = test.call(scheme.setting("x-token")).with("X-Token", "callers");

    assertThat(call.send(API)).isEmpty();
    assertThat(asked[0]).isZero();
  }

  @Test
  void consumedHeadersAreKnownWhereTheAdapterTookThemOff() throws IOException {
    Keyring keyring = test.keyring(AuthScheme.allOf(LAMBDA.consuming("X-Tenant")));
    AuthCall call = keyring.newCall();
    AuthAttempt first =
        call.attempt(
            "GET", URI.create(API), name -> name.equalsIgnoreCase("x-tenant") ? "acme" : null);
    assertThat(first.headersToRemove()).containsExactly("X-Tenant").contains("x-tenant");
    assertThat(TestCall.await(first.credential()).headers()).containsEntry("x-token", "acme");
    AuthAttempt next = call.attempt("GET", URI.create(API + "/next"), name -> null);
    assertThat(TestCall.await(next.credential()).headers()).containsEntry("x-token", "acme");
    AuthAttempt elsewhere = call.attempt("GET", URI.create("https://elsewhere.test"), name -> null);
    assertThat(elsewhere.headersToRemove()).contains("x-tenant", "x-token", "Authorization");
  }

  @Test
  void theKeyringStillKnowsTheKeysOfASchemeWithSettings(@TempDir Path folder) throws IOException {
    KeyFiles.write(folder, "a.pem", KeyFiles.PEM, 1);
    KeyFiles.write(folder, "b.pem", KeyFiles.OTHER_PEM, 2);
    KeyFile keys = KeyFile.newestIn(folder);
    AuthScheme jwt =
        JwtScheme.signedWith(keys).lifetime(Duration.ofMinutes(5)).build().refusedWith(403);
    IssueContext context = IssueContext.of("GET", URI.create(API), test.clock);

    assertThat(jwt.mayBlock()).isTrue();
    Object b = jwt.issue(context).madeWith();
    assertThat(BuiltInScheme.currentKey(jwt)).isEqualTo(b);
    BuiltInScheme.refused(jwt, b);
    assertThat(keys.get().keyId()).contains("a");
    Object a = jwt.issue(context).madeWith();
    assertThat(BuiltInScheme.retried(jwt, a, false)).isTrue();
    assertThat(keys.get().keyId()).contains("b");
  }

  @Test
  void aLambdaAroundABuiltInSchemeRemembersNoKey() throws IOException {
    JwtScheme jwt =
        JwtScheme.signedWith(SigningKey.hs256("secret")).lifetime(Duration.ofMinutes(5)).build();
    AuthScheme lambda = context -> jwt.issue(context).singleUse();

    assertThat(
            lambda
                .refusedWith(403)
                .issue(IssueContext.of("GET", URI.create(API), test.clock))
                .madeWith())
        .isNull();
    assertThat(BuiltInScheme.consumedHeaders(lambda)).isEqualTo(Set.of());
  }
}
