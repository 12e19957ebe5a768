package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64UrlTest {

  @Test
  void encodesAsThePlatformDoes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int length = 0; length < 300; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);

      assertThat(encoded(bytes, length))
          .as("seed %s", seed)
          .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
  }

  @Test
  void encodesEveryByteAtEveryPlace() {
    for (int length = 1; length <= 3; length++) {
      for (int place = 0; place < length; place++) {
        for (int value = 0; value < 256; value++) {
          byte[] bytes = new byte[length];
          bytes[place] = (byte) value;

          assertThat(Base64.getUrlDecoder().decode(encoded(bytes, length))).isEqualTo(bytes);
        }
      }
    }
  }

  @Test
  void encodesWithinOneArray() {
    for (int length = 0; length < 100; length++) {
      byte[] all = new byte[5 + Base64Url.length(length)];
      for (int i = 0; i < length; i++) {
        all[all.length - 1 - i] = (byte) (i * 7);
      }
      String expected = encoded(Arrays.copyOfRange(all, all.length - length, all.length), length);

      Base64Url.encode(all, all.length - length, length, all, 5);

      assertThat(new String(all, 5, all.length - 5, StandardCharsets.US_ASCII)).isEqualTo(expected);
    }
  }

  @Test
  void encodesNoMoreThanItIsTold() {
    byte[] bytes = "xabcdef".getBytes(StandardCharsets.US_ASCII);
    byte[] out = "........".getBytes(StandardCharsets.US_ASCII);

    Base64Url.encode(bytes, 1, 4, out, 1);

    assertThat(out).asString(StandardCharsets.US_ASCII).isEqualTo(".YWJjZA.");
  }

  /** Encodes into the middle of an array, whose other bytes stay. */
  private static String encoded(byte[] bytes, int length) {
    byte[] out = new byte[Base64Url.length(length) + 2];
    Arrays.fill(out, (byte) '.');

    Base64Url.encode(bytes, 0, length, out, 1);

    assertThat(out[0]).isEqualTo((byte) '.');
    assertThat(out[out.length - 1]).isEqualTo((byte) '.');
    return new String(out, 1, out.length - 2, StandardCharsets.US_ASCII);
  }
}
