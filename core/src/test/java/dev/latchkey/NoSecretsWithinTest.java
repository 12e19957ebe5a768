package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.vendor.ApiKey;
import dev.latchkey.vendor.MayaOnline;
import dev.latchkey.vendor.StatusEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a debugger, a heap walker or a careless log prints of this library shows no secret. */
class NoSecretsWithinTest {
  private static final String SECRET = "s3cret-marker-that-must-not-be-seen-42";
  private static final URI URL = URI.create("https://api.test/?t=" + SECRET);

  private final TestKeyring test = new TestKeyring().byHand().withoutListener();
  private final List<Object> roots = new ArrayList<>();
  @TempDir Path folder;

  @Test
  void nothingReachableFromAKeyringOrItsCallsPrintsASecret() throws Exception {
    Keyring keyring = keyring();
    roots.add(keyring);
    for (Origin origin : keyring.headerNames().keySet()) {
      call(keyring, URI.create(origin + "/?t=" + SECRET));
    }
    test.clock.advance(Duration.ofSeconds(250));
    roots.add(attempt(keyring, URL).credential());

    List<Object> found = Reachable.from(roots.toArray());

    assertThat(found.stream().map(Object::getClass))
        .as("the sweep gets everywhere")
        .contains(
            AuthAttempt.class,
            AuthCallState.class,
            CachedCredential.class,
            Credential.class,
            CredentialException.class,
            CredentialFlight.class,
            CredentialIssuer.class,
            CredentialSlot.class,
            CredentialSlotKey.class,
            HmacSigner.class,
            JwtScheme.class,
            KeyFile.class,
            KeyringOrigin.class,
            RequestHead.class,
            SigningKey.class,
            SingleUseIssuer.class);
    assertThat(found).allSatisfy(one -> assertShowsNoSecret(one.toString()));
  }

  @Test
  void nothingReachableFromABuilderPrintsASecret() throws Exception {
    JwtScheme.Builder jwt =
        JwtScheme.signedWith(SigningKey.hs256(SECRET))
            .claim("text", SECRET)
            .claim("nested", List.of(Map.of(SECRET, SECRET)))
            .claim("computed", context -> SECRET)
            .headerField("h", SECRET)
            .issuer(SECRET)
            .lifetime(Duration.ofMinutes(5));

    List<Object> found =
        Reachable.from(
            jwt,
            Keyring.builder().add("https://api.test", jwt.build()),
            ApiKey.builder(SECRET).signedWith(SECRET).organization(SECRET, SECRET));

    assertThat(found).hasSizeGreaterThan(10);
    assertThat(found).allSatisfy(one -> assertShowsNoSecret(one.toString()));
  }

  @Test
  void neitherOurExceptionsNorTheirCausesNorTheirBytesShowASecret() throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    Keyring keyring = keyring();
    for (Origin origin : keyring.headerNames().keySet()) {
      CompletableFuture<Credential> credential =
          attempt(keyring, URI.create(origin + "/?t=" + SECRET)).credential();
      test.byHand.run();
      Throwable failure = catchThrowable(() -> AuthCall.await(credential, () -> false));
      if (failure != null) {
        thrown.add(failure);
      }
    }
    keyring.close();
    thrown.add(catchThrowable(() -> keyring.headersFor("GET", URL)));
    thrown.add(catchThrowable(() -> SigningKey.pem("k", SECRET)));
    thrown.add(catchThrowable(() -> Credential.of("x", SECRET + "\n")));
    thrown.add(
        CredentialException.toThrow(new CompletionException(SECRET, new IOException(SECRET))));

    assertThat(thrown).hasSizeGreaterThan(5).doesNotContainNull();
    int sweptWhole = 0;
    for (Throwable one : thrown) {
      Throwable ours = one;
      while (ours != null && isOurs(ours)) {
        assertThat(ours.getSuppressed()).isEmpty();
        assertShowsNoSecret(ours.toString());
        ours = ours.getCause();
      }
      if (ours == null) {
        // The words of a foreign cause are not ours, and are kept for who looks for the fault.
        assertShowsNoSecret(new String(serialized(one), StandardCharsets.ISO_8859_1));
        sweptWhole++;
      }
    }
    assertThat(sweptWhole).isGreaterThan(3);
  }

  @Test
  void noThreadOfOursHandsWhatIsThrownToTheDefaultHandler() throws Exception {
    List<Throwable> printed = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> printed.add(thrown));
    try {
      Thread thread =
          new KeyringThreads("latchkey-test")
              .newThread(
                  () -> {
                    throw new AssertionError(SECRET);
                  });
      thread.start();
      thread.join(10_000);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(printed).isEmpty();
  }

  private Keyring keyring() throws IOException {
    String pem = TestKeys.pkcs8(TestKeys.rsa());
    KeyFile file = KeyFile.pem(Files.writeString(folder.resolve("kid.pem"), pem));
    Duration life = Duration.ofMinutes(5);
    return test.builder()
        .add("https://api.test", JwtScheme.signedWith(file).lifetime(life).build())
        .add(
            "https://hmac.test",
            JwtScheme.signedWith(SigningKey.hs256(SECRET))
                .claim("c", SECRET)
                .headerField("h", SECRET)
                .lifetime(life)
                .build())
        .add(
            "https://all.test",
            AuthScheme.allOf(
                AuthScheme.header("x", SECRET),
                AuthScheme.header("y", () -> SECRET),
                AuthScheme.basic("u", SECRET),
                AuthScheme.query("key", SECRET)))
        .add("https://query.test", context -> Credential.query("key", SECRET).singleUse())
        .add("https://key.test", ApiKey.signed(SECRET, SECRET))
        .add("https://org.test", ApiKey.forOrganization(SECRET, SECRET, SECRET))
        .add("https://path.test", StatusEntry.keyPairBoundToPath(SECRET, SECRET))
        .add("https://maya.test", MayaOnline.apiKey("p", SECRET))
        .add(
            "https://failing.test",
            context -> {
              throw new IllegalStateException(SECRET);
            })
        .add("https://wrong.test", AuthScheme.header("x", () -> SECRET + "\n"))
        .add("https://null.test", context -> null)
        .timer(test.timer)
        .build();
  }

  /** Makes a call that is refused and sent again, and keeps all that the adapter would hold. */
  private void call(Keyring keyring, URI url) {
    AuthCall call = keyring.newCall();
    roots.add(call);
    AuthAttempt attempt = call.attempt("GET", url, name -> null);
    roots.add(attempt);
    roots.add(attempt.prepare());
    test.byHand.run();
    roots.add(attempt.credential());
    test.byHand.run();
    roots.add(attempt.received(401, name -> null, true));
    test.byHand.run();
  }

  private static AuthAttempt attempt(Keyring keyring, URI url) {
    return keyring.newCall().attempt("GET", url, name -> null);
  }

  private static boolean isOurs(Throwable thrown) {
    return thrown instanceof CredentialException || thrown instanceof IllegalArgumentException;
  }

  private static byte[] serialized(Throwable thrown) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(thrown);
    }
    return bytes.toByteArray();
  }

  private static void assertShowsNoSecret(String text) {
    String base64 = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
    // eyJ is how every token begins.
    assertThat(text).doesNotContain("s3cret", "marker", base64.substring(0, 24), "eyJ");
  }
}
