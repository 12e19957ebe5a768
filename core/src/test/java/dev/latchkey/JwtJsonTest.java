package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.net.URI;
import java.nio.CharBuffer;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtJsonTest {

  @Test
  void writesEveryTypeOfValue() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("text", "a");
    members.put("buffer", CharBuffer.wrap("b"));
    members.put("yes", true);
    members.put("byte", (byte) 1);
    members.put("short", (short) 2);
    members.put("int", -3);
    members.put("long", Long.MAX_VALUE);
    members.put("big", BigInteger.ONE.shiftLeft(70));
    members.put("double", 0.5);
    members.put("instant", Instant.parse("2026-01-01T00:00:00.999Z"));
    members.put("uri", URI.create("https://a.test/x?y"));
    members.put("uuid", new UUID(0, 1));
    members.put("list", List.of("a", 1));
    members.put("array", new Object[] {"a", false});
    members.put("strings", new String[] {"a"});
    members.put("map", Map.of("k", List.of()));
    members.put("none", Map.of());

    assertThat(JwtJson.object(members))
        .isEqualTo(
            "{\"text\":\"a\",\"buffer\":\"b\",\"yes\":true,\"byte\":1,\"short\":2,\"int\":-3,"
                + "\"long\":9223372036854775807,\"big\":1180591620717411303424,\"double\":0.5,"
                + "\"instant\":1767225600,\"uri\":\"https://a.test/x?y\","
                + "\"uuid\":\"00000000-0000-0000-0000-000000000001\",\"list\":[\"a\",1],"
                + "\"array\":[\"a\",false],\"strings\":[\"a\"],\"map\":{\"k\":[]},\"none\":{}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "quote \" and \\ and /",
        "tab\t line\n return\r null\0 bell\u0007",
        "ä ß € 日本語",
        "\uD83D\uDE00 pair",
        "\u2028\u2029\u007f\u00a0",
        "</script>"
      })
  void whatItWritesIsReadBackByOthers(String text) throws ParseException {
    assertThat(JSONObjectUtils.parse(JwtJson.object(Map.of("k", text)))).containsEntry("k", text);
    assertThat(JSONObjectUtils.parse(JwtJson.object(Map.of(text, "v")))).containsEntry(text, "v");
  }

  @Test
  void aLoneSurrogateIsEscaped() {
    assertThat(JwtJson.object(Map.of("k", "\uD800x"))).isEqualTo("{\"k\":\"\\ud800x\"}");
  }

  @Test
  void randomTextIsReadBackByOthers() throws ParseException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
        text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 'x' : point);
      }
      assertThat(JSONObjectUtils.parse(JwtJson.object(Map.of("k", text))))
          .as("seed %s", seed)
          .containsEntry("k", text.toString());
    }
  }

  @Test
  void largeAndSmallDoublesAreJson() throws ParseException {
    for (double number : new double[] {1e300, -1e-300, 0.1, -0.0, 123456789.125}) {
      assertThat(JSONObjectUtils.parse(JwtJson.object(Map.of("k", number))))
          .containsEntry("k", number);
    }
  }

  @Test
  void whatHasNoJsonFormIsToldByItsType() {
    Map<Object, String> types =
        Map.of(
            Double.NaN,
            "java.lang.Double",
            Double.POSITIVE_INFINITY,
            "java.lang.Double",
            Thread.State.NEW,
            "java.lang.Thread$State",
            new byte[] {1},
            "[B");
    types.forEach(
        (value, type) ->
            assertThatThrownBy(() -> JwtJson.object(Map.of("k", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no JSON form for " + type));
  }

  @Test
  void whatHasNoJsonFormIsFoundInsideListsAndMaps() {
    Object inside = new Object();

    for (Object value : List.of(List.of(inside), new Object[] {inside}, Map.of("x", inside))) {
      assertThatThrownBy(() -> JwtJson.object(Map.of("k", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no JSON form for java.lang.Object");
    }
  }

  @Test
  void nullHasNoPlaceInAToken() {
    for (Object value : List.of(Arrays.asList("a", null), new Object[] {"a", null})) {
      assertThatThrownBy(() -> JwtJson.object(Map.of("k", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("null");
    }
  }

  @Test
  void writesDeepNesting() {
    Object value = "x";
    for (int i = 0; i < 200; i++) {
      value = new ArrayList<>(List.of(value));
    }
    assertThat(JwtJson.object(Map.of("k", value))).hasSize("{\"k\":\"x\"}".length() + 400);
  }
}
