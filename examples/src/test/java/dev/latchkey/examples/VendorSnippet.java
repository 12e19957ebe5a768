package dev.latchkey.examples;

import java.util.Locale;
import java.util.regex.Pattern;

/** A vendor's section of {@code docs/vendors.md}. */
record VendorSnippet(String vendor, String code) {
  /** Sends the token that a snippet leaves, which the vendor takes in a form. */
  private static final String SEND_ASSERTION =
      """
      keyring.add(
          origin,
          context ->
              Credential.of("Authorization", "Bearer " + assertion.token(context)).singleUse());
      """;

  private static final Pattern ORIGIN = Pattern.compile("keyring\\.add\\(\"https://[^\"]+\"");

  long lines() {
    return code.lines().count();
  }

  /** What GitHub makes of the heading. */
  String anchor() {
    return "#" + vendor.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", "").replace(' ', '-');
  }

  /** The body of a method whose parameters are the keyring, a server's origin, and a folder. */
  String body() {
    String local = ORIGIN.matcher(code).replaceAll("keyring.add(origin");
    String files = local.replace("Path.of(\"", "folder.resolve(\"");
    return code.contains("keyring.add(") ? files : files + SEND_ASSERTION;
  }
}
