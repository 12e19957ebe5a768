package dev.latchkey.examples.tool;

import dev.latchkey.AuthScheme;
import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import dev.latchkey.Origin;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends one request to a real vendor, or prints its headers. */
@Command(
    name = "latchkey",
    sortOptions = false,
    customSynopsis = {
      "latchkey --vendor=<vendor> --url=<url> <options of the vendor> [<other options>]"
    },
    description = {
      "Without arguments: shows the library at work against embedded servers.",
      "With arguments: sends one request to a vendor and prints the response.",
      "Secrets come from files or the environment, never from arguments; a line break",
      "at the end of a file is not part of the secret.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 for a 2xx response (without arguments: if all checks pass), 1 for any",
      "other response or none, 2 for bad input."
    })
final class CallCommand implements Callable<Integer> {
  private final Secrets secrets;
  private final Clock clock;
  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--vendor",
      required = true,
      paramLabel = "<vendor>",
      description = "status-entry, api-key, maya-online or authgear-admin.")
  String vendor = "";

  @Mixin RequestOptions request = new RequestOptions();

  @Option(
      names = "--client",
      paramLabel = "<client>",
      description = "okhttp (unless given) or jdk.")
  String client = "okhttp";

  @Option(
      names = "--print-headers",
      description = "Print the headers, one a line as for curl -H @-, and send nothing.")
  boolean printHeaders;

  @Option(names = "--help", usageHelp = true, description = "Print this and exit.")
  boolean help;

  @ArgGroup(exclusive = false, heading = "%nWith --vendor status-entry:%n")
  @Nullable StatusEntryOptions statusEntry;

  @ArgGroup(exclusive = false, heading = "%nWith --vendor api-key:%n")
  @Nullable ApiKeyOptions apiKey;

  @ArgGroup(exclusive = false, heading = "%nWith --vendor maya-online:%n")
  @Nullable MayaOnlineOptions mayaOnline;

  @ArgGroup(exclusive = false, heading = "%nWith --vendor authgear-admin:%n")
  @Nullable AuthgearOptions authgear;

  CallCommand(Secrets secrets, Clock clock, PrintStream out, PrintStream err) {
    this.secrets = secrets;
    this.clock = clock;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    Outgoing outgoing;
    Keyring keyring;
    Function<Keyring, Caller> caller;
    try {
      AuthScheme scheme = options().scheme(secrets);
      outgoing = request.outgoing(scheme);
      caller = client();
      keyring =
          Keyring.builder().clock(clock).add(Origin.of(outgoing.uri()).toString(), scheme).build();
    } catch (IOException | IllegalArgumentException e) {
      return complain(Main.BAD_INPUT, String.valueOf(e.getMessage()));
    }
    try (keyring) {
      return printHeaders
          ? print(keyring.headersFor(outgoing.method(), outgoing.uri()))
          : print(caller.apply(keyring).send(outgoing));
    } catch (CredentialException e) {
      return complain(Main.FAILED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return complain(Main.FAILED, "No response from " + Origin.of(outgoing.uri()) + ": " + e);
    } catch (IllegalArgumentException e) {
      // One of the clients does not take such a request.
      return complain(Main.BAD_INPUT, String.valueOf(e.getMessage()));
    }
  }

  private int complain(int exitCode, String message) {
    return Main.complain(err, exitCode, message);
  }

  private VendorOptions options() {
    VendorOptions chosen =
        switch (vendor) {
          case "status-entry" -> statusEntry == null ? new StatusEntryOptions() : statusEntry;
          case "api-key" -> apiKey == null ? new ApiKeyOptions() : apiKey;
          case "maya-online" -> mayaOnline == null ? new MayaOnlineOptions() : mayaOnline;
          case "authgear-admin" -> authgear == null ? new AuthgearOptions() : authgear;
          default ->
              throw new IllegalArgumentException(
                  "--vendor is one of status-entry, api-key, maya-online, authgear-admin");
        };
    if (Stream.of(statusEntry, apiKey, mayaOnline, authgear)
        .anyMatch(given -> given != null && given != chosen)) {
      throw new IllegalArgumentException(
          "There is an option of another vendor than " + vendor + "; see --help");
    }
    return chosen;
  }

  private Function<Keyring, Caller> client() {
    return switch (client) {
      case "okhttp" -> Caller::okHttp;
      case "jdk" -> Caller::jdk;
      default -> throw new IllegalArgumentException("--client is okhttp or jdk");
    };
  }

  private int print(Map<String, String> headers) {
    headers.forEach((name, value) -> out.print(name + ": " + value + "\n"));
    out.flush();
    return Main.OK;
  }

  private int print(Caller.Answer answer) {
    out.print(answer.version() + " " + answer.status() + "\n" + answer.body());
    if (!answer.body().isEmpty() && !answer.body().endsWith("\n")) {
      out.print("\n");
    }
    out.flush();
    return answer.status() / 100 == 2 ? Main.OK : Main.FAILED;
  }
}
