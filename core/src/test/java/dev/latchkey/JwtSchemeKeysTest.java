package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a {@link JwtScheme} that may change. */
class JwtSchemeKeysTest {
  private static final SigningKey KEY = SigningKey.hs256("a-secret-of-more-than-thirty-two-bytes");
  private static final SigningKey RSA = SigningKey.rs256("kid-1", TestKeys.rsa().getPrivate());

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");

  @Test
  void aSupplierIsAskedForEachToken() throws IOException {
    AtomicReference<SigningKey> key = new AtomicReference<>(RSA);
    JwtScheme scheme = JwtScheme.signedWith(key::get).lifetime(Duration.ofMinutes(5)).build();
    assertThat(Token.rs256(bearer(scheme), TestKeys.rsa()).header()).containsEntry("kid", "kid-1");
    assertThat(scheme.key()).isEqualTo(RSA);

    key.set(SigningKey.rs256("kid-2", TestKeys.otherRsa().getPrivate()));
    assertThat(scheme.key()).isEqualTo(key.get());
    assertThat(Token.rs256(bearer(scheme), TestKeys.otherRsa()).header())
        .containsEntry("kid", "kid-2");

    key.set(null);
    assertThatThrownBy(() -> scheme.issue(context()))
        .isInstanceOf(CredentialException.class)
        .hasMessage("The supplier of the signing key must not return null");
  }

  @Test
  void aKeyOfASupplierIsCheckedWhenItComes() {
    JwtScheme noId =
        JwtScheme.signedWith(() -> KEY).requireKeyId().lifetime(Duration.ofMinutes(5)).build();
    JwtScheme wrong =
        JwtScheme.signedWith(() -> KEY)
            .algorithm(SigningAlgorithm.RS256)
            .lifetime(Duration.ofMinutes(5))
            .build();

    assertThatThrownBy(() -> noId.issue(context()))
        .isInstanceOf(CredentialException.class)
        .hasMessage("The key must have a key id, because this vendor requires one");
    assertThatThrownBy(() -> wrong.issue(context()))
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "The key must be for RS256, because this vendor accepts no other, but was"
                + " for HS256");
  }

  @Test
  void onlyAConstantKeyIsReadOnTheThreadOfACall(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("kid.pem"), TestKeys.pkcs8(TestKeys.rsa()));
    Duration lifetime = Duration.ofMinutes(5);

    assertThat(JwtScheme.signedWith(KEY).lifetime(lifetime).build().isImmediate()).isTrue();
    for (Supplier<SigningKey> mayBlock :
        List.<Supplier<SigningKey>>of(KeyFile.pem(file), () -> KEY)) {
      JwtScheme scheme = JwtScheme.signedWith(mayBlock).lifetime(lifetime).build();
      assertThat(scheme.isImmediate()).isFalse();
      assertThat(scheme.currentKey()).isEqualTo(scheme.issue(context()).madeWith());
    }
  }

  @Test
  void refusalsReachTheKeyFile(@TempDir Path folder) throws IOException {
    KeyFiles.write(folder, "a.pem", KeyFiles.PEM, 1);
    KeyFiles.write(folder, "b.pem", KeyFiles.OTHER_PEM, 2);
    KeyFile keys = KeyFile.newestIn(folder);
    JwtScheme jwt = JwtScheme.signedWith(keys).lifetime(Duration.ofMinutes(5)).build();

    Object b = jwt.issue(context()).madeWith();
    BuiltInScheme.refused(jwt, b);
    assertThat(keys.get().keyId()).contains("a");
    Object a = jwt.issue(context()).madeWith();
    assertThat(BuiltInScheme.retried(jwt, a, false)).isTrue();
    assertThat(keys.get().keyId()).contains("b");
    assertThat(BuiltInScheme.currentKey(jwt)).isEqualTo(b);
  }

  private String bearer(JwtScheme scheme) throws IOException {
    String value = scheme.issue(context()).headers().get("Authorization");
    assertThat(value).startsWith("Bearer ");
    return value.substring("Bearer ".length());
  }

  private IssueContext context() {
    return IssueContext.of("GET", URI.create("https://api.test/"), moment);
  }
}
