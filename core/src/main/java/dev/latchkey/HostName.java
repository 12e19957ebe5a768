package dev.latchkey;

import java.net.IDN;
import java.util.Locale;

/** Normalizes the host of a URL, without a DNS lookup. */
final class HostName {
  /** Characters that clients reject in a host, besides control characters and spaces. */
  private static final String DELIMITERS = "#%/:?@[\\]";

  /** Sharp s, final sigma and the joiners: IDNA 2003 and IDNA 2008 map them to different hosts. */
  private static final String AMBIGUOUS = "\u00df\u1e9e\u03c2\u200c\u200d";

  /** The maximum of the DNS. Converting an international name takes a while. */
  private static final int MAXIMUM_LENGTH = 253;

  private static final String ASCII = " write it in its ASCII form, which begins with xn--";

  private HostName() {}

  /**
   * Returns the host in lower case, with an international name in its ASCII form and an IPv6
   * address as in {@link Ipv6Address}.
   *
   * @throws IllegalArgumentException if it is not a valid host; the message does not show it
   */
  static String normalize(String host) {
    if (isPlain(host)) {
      return host;
    }
    if (host.startsWith("[")) {
      return Ipv6Address.normalize(host);
    }
    String ascii = isAscii(host) ? host : toAscii(host);
    for (int i = 0; i < ascii.length(); i++) {
      char c = ascii.charAt(i);
      if (c <= ' ' || c >= 0x7f || DELIMITERS.indexOf(c) >= 0) {
        throw new IllegalArgumentException(
            "The host of an origin must not have a space, a control character or one of "
                + DELIMITERS
                + "; write an IPv6 address in brackets, and neither user info nor a path");
      }
    }
    if (ascii.isEmpty()) {
      throw new IllegalArgumentException("The host of an origin must not be empty");
    }
    return ascii.toLowerCase(Locale.ROOT);
  }

  /**
   * Returns whether the host has only lower-case letters, digits, dots, hyphens and underscores.
   */
  static boolean isPlain(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
      if (!plain) {
        return false;
      }
    }
    return !host.isEmpty();
  }

  private static boolean isAscii(String host) {
    return host.chars().allMatch(c -> c < 0x80);
  }

  private static String toAscii(String host) {
    if (host.length() > MAXIMUM_LENGTH) {
      throw new IllegalArgumentException(
          "The host of an origin must have at most " + MAXIMUM_LENGTH + " characters");
    }
    if (host.chars().anyMatch(c -> AMBIGUOUS.indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "The host of an origin must not have a letter that clients convert to different hosts;"
              + ASCII);
    }
    try {
      return IDN.toASCII(host);
    } catch (RuntimeException e) {
      // Any exception: its parser is not written for hostile text, and its messages may show the
      // input.
      throw new IllegalArgumentException("The host of an origin must be a valid name;" + ASCII);
    }
  }
}
