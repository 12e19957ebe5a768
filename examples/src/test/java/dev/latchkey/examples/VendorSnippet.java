package dev.latchkey.examples;

import java.util.Locale;
import java.util.regex.Pattern;

/** A vendor's section of {@code docs/vendors.md}. */
record VendorSnippet(String vendor, String code) {
  private static final Pattern ORIGIN = Pattern.compile("keyring\\.add\\(\"https://[^\"]+\"");

  private static final Pattern REQUEST = Pattern.compile("\\bTokenRequest\\s*\\.");

  long lines() {
    return code.lines().count();
  }

  /** What GitHub makes of the heading. */
  String anchor() {
    return "#" + vendor.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", "").replace(' ', '-');
  }

  /** The body of a method: of a keyring, a server's origin, a token endpoint, and a folder. */
  String body() {
    String local = ORIGIN.matcher(code).replaceAll("keyring.add(origin");
    String fetched = REQUEST.matcher(local).replaceAll("tokens.");
    return fetched.replace("Path.of(\"", "folder.resolve(\"");
  }
}
