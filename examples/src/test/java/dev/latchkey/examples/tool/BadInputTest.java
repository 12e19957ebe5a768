package dev.latchkey.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {
  private static final String SECRET = "hush-hush-hush";

  private final ManualClock clock = ManualClock.at("2026-08-01T12:00:00Z");
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "LATCHKEY_ACCESS_KEY", "AK123",
              "LATCHKEY_SECRET_KEY", SECRET,
              "LATCHKEY_API_KEY", SECRET));
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--vendor=api-key | Missing required option: '--url=<url>'",
        "--url=https://a.example | Missing required option: '--vendor=<vendor>'",
        "--vendor=acme --url=https://a.example | --vendor is one of status-entry, api-key,",
        "--vendor=api-key --url | Missing required parameter for option '--url' (<url>)",
        "--vendor=api-key --url=https://a.example --client=curl | --client is okhttp or jdk",
        "--vendor=api-key --url=http://a.example/x | Credentials for http://a.example must not cross",
        "--vendor=api-key --url=a.example | --url starts with https://",
        "--vendor=api-key --url=ftp://a.example | --url starts with https://",
        "--vendor=api-key --url=https:// | --url is no URL: Expected authority",
        "--vendor=api-key --url=https:///x | An origin must be an absolute http or https URL",
        "--vendor=api-key --url=https://me:hush-hush-hush@a.example | --url has user info",
        "--vendor=api-key --url=https://a.example --method=G/T | --method is a method such as",
        "--vendor=api-key --url=https://a.example --method=CONNECT | --method is a method such",
        "--vendor=api-key --url=https://a.example --method=GET --data=x | --data does not go with",
        "--vendor=api-key --url=https://a.example --data=@nowhere | There is no file nowhere",
        "--vendor=api-key --url=https://a.example --header=a | --header is <name>:<value>",
        "--vendor=api-key --url=https://a.example --header=:x | --header is <name>:<value>",
        "--vendor=api-key --url=https://a.example --header=X-API-Key:x | --header does not set X-",
        "--vendor=api-key --url=https://a.example --header=Host:x | --header does not set Host",
        "--vendor=api-key --url=https://a.example --key-file=x | There is an option of another",
        "--vendor=api-key --url=https://a.example --api-key=hush-hush-hush | There is no option"
            + " --api-key",
        "--vendor=api-key --url=https://a.example hush-hush-hush | There is an argument that",
        "--vendor=api-key --url=https://a.example --app-key-file=pom.xml | Missing --app-secret-file",
        "--vendor=api-key --url=https://a.example --jwt-key-file=nowhere | There is no file nowhere",
        "--vendor=maya-online --url=https://a.example | Missing --api-key-json-file <file>, or LATCH",
        "--vendor=authgear-admin --url=https://a.example | Missing --project <id>",
        "--vendor=authgear-admin --url=https://a.example --project=p | Missing --key-file <file>,",
        "--vendor=authgear-admin --url=https://a.example --project=p --key-file=nowhere.pem | Key"
            + " file nowhere.pem",
        "--vendor=authgear-admin --url=https://a.example --project=p --key-file=pom.xml |",
      })
  void badInputIsOneLineAndExitsWith2(String args, String message) {
    assertBad(Output.of(environment, clock, args.split(" ")), message == null ? "" : message);
  }

  @Test
  void aKeyInTheEnvironmentNeedsItsId() {
    environment.put("LATCHKEY_PRIVATE_KEY", "-----BEGIN PRIVATE KEY-----");

    assertBad(run("--vendor=authgear-admin", "--project=p"), "LATCHKEY_PRIVATE_KEY needs --key-id");
    assertBad(run("--vendor=authgear-admin", "--project=p", "--key-id=k"), "");
  }

  @Test
  void anEmptyFileIsBad() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));

    assertBad(run("--vendor=api-key", "--api-key-file=" + empty), "The API key must not be empty");
  }

  @Test
  void aFolderIsNoFile() {
    assertBad(
        run("--vendor=api-key", "--api-key-file=" + folder), "The file " + folder + " is a folder");
  }

  @Test
  void aFileOfBytesIsNoText() throws IOException {
    Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertBad(run("--vendor=api-key", "--api-key-file=" + bytes), "The file " + bytes + " is no");
  }

  @Test
  void oneLineBreakIsStrippedAndNoMore() throws IOException {
    Path two = Files.writeString(folder.resolve("two"), SECRET + "\n\n", StandardCharsets.UTF_8);

    assertBad(
        run("--vendor=api-key", "--api-key-file=" + two),
        "The API key must not have a space, a line");
  }

  @Test
  void aJsonWithoutTheSecretValueIsBad() throws IOException {
    Path json = Files.writeString(folder.resolve("j"), "{\"publicValue\":\"" + SECRET + "\"}");

    assertBad(
        run("--vendor=maya-online", "--api-key-json-file=" + json),
        "The API key JSON must have a secretValue, but has none");
    assertBad(
        run("--vendor=maya-online", "--api-key-json-file=" + json, "--public-value-file=" + json),
        "--api-key-json-file has both values");
  }

  @Test
  void halfOfAnOrganizationIsBad() {
    environment.put("LATCHKEY_APP_SECRET", SECRET);

    assertBad(run("--vendor=api-key"), "Missing --app-key-file <file>, or LATCHKEY_APP_KEY");
  }

  private Output run(String... args) {
    String[] all = new String[args.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--url=https://a.example";
    return Output.of(environment, clock, all);
  }

  private static void assertBad(Output output, String message) {
    assertThat(output.exitCode()).as(output.toString()).isEqualTo(2);
    assertThat(output.out()).isEmpty();
    assertThat(output.err()).startsWith("latchkey: " + message).endsWith("\n");
    assertThat(output.err().lines()).hasSize(1);
    assertThat(output.err()).doesNotContain(SECRET).doesNotContain("Exception");
  }
}
