package dev.latchkey.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.KeyFile;
import dev.latchkey.Keyring;
import dev.latchkey.checks.SecretSweep;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.vendor.AuthgearAdmin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither a public type nor a meter has a secret, a path or a key id. */
class PublicTypesTest extends SecretSweep {
  private static final URI URL =
      URI.create("https://u:" + SECRET + "@api.test/" + SECRET + "?t=" + SECRET);

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  private final KeyringMetrics metrics = new KeyringMetrics(moment);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Readings readings = new Readings(registry);
  @TempDir Path folder;

  @Override
  protected Map<Class<?>, List<?>> instances() throws IOException {
    keyring(AuthScheme.header("x", SECRET)).headersFor("GET", URL);
    return Map.of(KeyringMetrics.class, List.of(metrics));
  }

  @Test
  void noMeterShowsAKeyOrItsFile() throws IOException {
    metrics.bindTo(registry);
    Path file = folder.resolve(SECRET + "-1.pem");
    Files.writeString(file, TestKeys.pkcs8(TestKeys.rsa()));
    Keyring keyring = keyring(AuthgearAdmin.project("myapp", KeyFile.newestIn(folder)));
    keyring.headersFor("GET", URL);
    Path next = folder.resolve(SECRET + "-2.pem");
    write(next, "-----BEGIN PRIVATE KEY-----", file);
    moment.advance(Duration.ofMinutes(5));
    keyring.headersFor("GET", URL);
    assertThat(readings.count("latchkey.key.problems", "origin", "api.test")).isEqualTo(1);
    write(next, TestKeys.pkcs8(TestKeys.otherRsa()), file);
    moment.advance(Duration.ofMinutes(5));
    keyring.headersFor("GET", URL);

    assertThat(readings.count("latchkey.key.changes", "origin", "api.test")).isEqualTo(1);
    assertThat(readings.count("latchkey.key.problems")).isEqualTo(1);
    assertThat(readings.count("latchkey.issues", "outcome", "success")).isEqualTo(3);
    assertMetersShowNoSecret();
  }

  @Test
  void noMeterShowsWhatACallerOrASchemeSays() {
    metrics.bindTo(registry);
    Keyring keyring =
        keyring(
            context -> {
              throw new IOException(SECRET);
            });
    var unused = keyring.newCall().attempt("GET", URL, name -> SECRET).credential();
    var foreign = URI.create("https://" + SECRET + ".test/");
    unused = keyring.newCall().attempt("GET", foreign, name -> SECRET).credential();

    assertThat(readings.count("latchkey.issues", "outcome", "failure")).isEqualTo(1);
    assertThat(readings.count("latchkey.unauthenticated")).isEqualTo(1);
    assertMetersShowNoSecret();
  }

  private void assertMetersShowNoSecret() {
    assertThat(registry.getMeters())
        .isNotEmpty()
        .allSatisfy(meter -> assertShowsNoSecret(meter.getId().toString()));
  }

  private static void write(Path file, String text, Path older) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(
        file, FileTime.from(Files.getLastModifiedTime(older).toInstant().plusSeconds(1)));
  }

  private Keyring keyring(AuthScheme scheme) {
    return Keyring.builder()
        .add("https://api.test", scheme)
        .clock(moment)
        .executor(Runnable::run)
        .listener(metrics)
        .build();
  }
}
