package dev.latchkey.examples.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Without arguments the {@link Demo}, with arguments the {@link CallCommand}. */
public final class Main {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;

  private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

  private final Map<String, String> environment;
  private final Clock clock;
  private final PrintStream out;
  private final PrintStream err;

  Main(Map<String, String> environment, Clock clock, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.clock = clock;
    this.out = out;
    this.err = err;
  }

  /** Runs, and exits with 0, 1 or 2. */
  public static void main(String[] args) {
    Main main = new Main(System.getenv(), Clock.systemUTC(), System.out, System.err);
    System.exit(main.run(args));
  }

  int run(String... args) {
    if (args.length > 0) {
      return call(args);
    }
    try {
      return new Demo(out).run();
    } catch (IOException e) {
      return complain(err, FAILED, e.toString());
    }
  }

  private int call(String[] args) {
    CallCommand command = new CallCommand(new Secrets(environment), clock, out, err);
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setUsageHelpWidth(100)
        // --data @file is ours.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, all) -> complain(err, BAD_INPUT, message(e)))
        .setExecutionExceptionHandler(
            (e, all, parsed) -> complain(err, FAILED, "Failed with " + e.getClass().getName()))
        .execute(args);
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      // What is no option may be a secret that was meant for one.
      Matcher option = OPTION.matcher(unmatched.getUnmatched().get(0));
      return option.lookingAt()
          ? "There is no option " + option.group()
          : "There is an argument that belongs to no option";
    }
    return String.valueOf(e.getMessage());
  }

  /** Exactly one line. */
  static int complain(PrintStream err, int exitCode, String message) {
    err.println("latchkey: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    return exitCode;
  }
}
