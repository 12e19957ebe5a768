package dev.latchkey;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parses IPv6 literals (<a href="https://www.rfc-editor.org/rfc/rfc4291#section-2.2">RFC 4291
 * §2.2</a>) and formats them in the canonical form of <a
 * href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952</a>.
 */
final class Ipv6Address {
  private static final int GROUPS = 8;

  private final String text;
  private final int[] groups = new int[GROUPS];
  private int count;
  private int gap = -1;

  private Ipv6Address(String text) {
    this.text = text;
  }

  /**
   * Returns the address of a URL in brackets, or without brackets as an IPv4 address if it is
   * mapped from one.
   *
   * @param host a host that starts with a bracket
   * @throws IllegalArgumentException if it is not an IPv6 address, or has a zone id; the message
   *     does not show it
   */
  static String normalize(String host) {
    if (host.indexOf('%') >= 0) {
      throw new IllegalArgumentException(
          "The host of an origin must not have a zone id, which means something on one machine"
              + " only");
    }
    Ipv6Address address = new Ipv6Address(host.substring(1, Math.max(1, host.length() - 1)));
    if (!host.endsWith("]") || !address.parse()) {
      throw new IllegalArgumentException(
          "The host of an origin must be a valid IPv6 address if it is in brackets");
    }
    return address.isMappedIpv4() ? address.ipv4() : "[" + address.canonical() + "]";
  }

  /** Returns the 32 bits of four decimal numbers; null if it is not an IPv4 address. */
  static @Nullable Integer parseIpv4(String text) {
    int address = 0;
    int octets = 0;
    int start = 0;
    while (start <= text.length()) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      int octet = number(text, start, end, 10, 3);
      if (octet < 0 || octet > 255 || ++octets > 4) {
        return null;
      }
      address = address << 8 | octet;
      start = end + 1;
    }
    return octets == 4 ? address : null;
  }

  private boolean parse() {
    int at = 0;
    if (text.startsWith("::")) {
      gap = 0;
      at = 2;
    }
    while (at < text.length()) {
      int colon = text.indexOf(':', at);
      int end = colon < 0 ? text.length() : colon;
      if (!add(at, end)) {
        return false;
      }
      if (colon < 0) {
        break;
      }
      at = colon + 1;
      if (text.startsWith(":", at)) {
        if (gap >= 0) {
          return false;
        }
        gap = count;
        at++;
      } else if (at == text.length()) {
        return false;
      }
    }
    return gap < 0 ? count == GROUPS : fill();
  }

  /** Adds one group, or two groups in the form of an IPv4 address at the end. */
  private boolean add(int from, int to) {
    Integer ipv4 = to == text.length() ? parseIpv4(text.substring(from)) : null;
    int group = ipv4 == null ? number(text, from, to, 16, 4) : ipv4 >>> 16;
    if (group < 0 || count + (ipv4 == null ? 1 : 2) > GROUPS) {
      return false;
    }
    groups[count++] = group;
    if (ipv4 != null) {
      groups[count++] = ipv4 & 0xffff;
    }
    return true;
  }

  /** Moves the groups after the gap to the end. The gap is at least one group. */
  private boolean fill() {
    if (count == GROUPS) {
      return false;
    }
    int after = count - gap;
    System.arraycopy(groups, gap, groups, GROUPS - after, after);
    Arrays.fill(groups, gap, GROUPS - after, 0);
    return true;
  }

  private boolean isMappedIpv4() {
    for (int i = 0; i < 5; i++) {
      if (groups[i] != 0) {
        return false;
      }
    }
    return groups[5] == 0xffff;
  }

  private String ipv4() {
    int high = groups[6];
    int low = groups[7];
    return (high >> 8) + "." + (high & 0xff) + "." + (low >> 8) + "." + (low & 0xff);
  }

  private String canonical() {
    int zerosAt = -1;
    int zeros = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > zeros) {
        zerosAt = i;
        zeros = end - i;
      }
    }
    StringBuilder canonical = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == zerosAt) {
        canonical.append("::");
        i += zeros - 1;
        continue;
      }
      if (i > 0 && i != zerosAt + zeros) {
        canonical.append(':');
      }
      canonical.append(Integer.toHexString(groups[i]));
    }
    return canonical.toString();
  }

  /** Returns a number of at most {@code digits} digits; -1 if it is not one. */
  private static int number(String text, int from, int to, int radix, int digits) {
    if (to == from || to - from > digits) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }
}
