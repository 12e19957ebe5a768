package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
    members.put("float", 0.25f);
    members.put("decimal", new BigDecimal("1234567890.123456789"));
    members.put("exponent", new BigDecimal("1E+1000000000"));
    members.put("instant", Instant.parse("2026-01-01T00:00:00.999Z"));
    members.put("uri", URI.create("https://a.test/x?y"));
    members.put("uuid", new UUID(0, 1));
    members.put("list", List.of("a", 1));
    members.put("array", new Object[] {"a", false});
    members.put("strings", new String[] {"a"});
    members.put("map", Map.of("k", List.of()));
    members.put("keys", new TreeMap<>(Map.of(1L, "a", 2L, "b")));
    members.put("none", Map.of());

    assertThat(json(members))
        .isEqualTo(
            "{\"text\":\"a\",\"buffer\":\"b\",\"yes\":true,\"byte\":1,\"short\":2,\"int\":-3,"
                + "\"long\":9223372036854775807,\"big\":1180591620717411303424,\"double\":0.5,"
                + "\"float\":0.25,\"decimal\":1234567890.123456789,\"exponent\":1E+1000000000,"
                + "\"instant\":1767225600,\"uri\":\"https://a.test/x?y\","
                + "\"uuid\":\"00000000-0000-0000-0000-000000000001\",\"list\":[\"a\",1],"
                + "\"array\":[\"a\",false],\"strings\":[\"a\"],\"map\":{\"k\":[]},"
                + "\"keys\":{\"1\":\"a\",\"2\":\"b\"},\"none\":{}}");
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
    assertThat(JSONObjectUtils.parse(json(Map.of("k", text)))).containsEntry("k", text);
    assertThat(JSONObjectUtils.parse(json(Map.of(text, "v")))).containsEntry(text, "v");
  }

  @Test
  void aLoneSurrogateIsEscaped() {
    assertThat(json(Map.of("k", "\uD800x"))).isEqualTo("{\"k\":\"\\ud800x\"}");
  }

  @Test
  void everyCharacterIsWrittenInOneWay() throws ParseException {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String text = "a" + (char) c + "z";
      String expected =
          c == '"' || c == '\\'
              ? "a\\" + (char) c + "z"
              : c < ' ' || Character.isSurrogate((char) c) ? String.format("a\\u%04xz", c) : text;

      String json = json(Map.of("k", text));

      assertThat(json).isEqualTo("{\"k\":\"" + expected + "\"}");
      assertThat(JSONObjectUtils.parse(json)).containsEntry("k", text);
    }
  }

  @Test
  void longTextIsReadBackByOthers() throws ParseException {
    for (String unit : List.of("a", "\"", "\0", "é", "€", "\uD83D\uDE00")) {
      for (int count : new int[] {1, 2, 7, 64, 5_000}) {
        String text = "start " + unit.repeat(count) + " end";
        assertThat(JSONObjectUtils.parse(json(Map.of("k", text)))).containsEntry("k", text);
      }
    }
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
      assertThat(JSONObjectUtils.parse(json(Map.of("k", text))))
          .as("seed %s", seed)
          .containsEntry("k", text.toString());
    }
  }

  @Test
  void largeAndSmallDoublesAreJson() throws ParseException {
    for (double number : new double[] {1e300, -1e-300, 0.1, -0.0, 123456789.125}) {
      assertThat(JSONObjectUtils.parse(json(Map.of("k", number)))).containsEntry("k", number);
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
            Float.NaN,
            "java.lang.Float",
            Float.NEGATIVE_INFINITY,
            "java.lang.Float",
            Thread.State.NEW,
            "java.lang.Thread$State",
            new byte[] {1},
            "[B");
    types.forEach(
        (value, type) ->
            assertThatThrownBy(() -> json(Map.of("k", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no JSON form for " + type));
  }

  @Test
  void whatHasNoJsonFormIsFoundInsideListsAndMaps() {
    Object inside = new Object();

    for (Object value : List.of(List.of(inside), new Object[] {inside}, Map.of("x", inside))) {
      assertThatThrownBy(() -> json(Map.of("k", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no JSON form for java.lang.Object");
    }
  }

  @Test
  void nullHasNoPlaceInAToken() {
    for (Object value : List.of(Arrays.asList("a", null), new Object[] {"a", null})) {
      assertThatThrownBy(() -> json(Map.of("k", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("null");
    }
  }

  static Stream<Object> whatHasNoEnd() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    List<Object> twice = new ArrayList<>();
    twice.add(twice);
    twice.add(twice);
    Map<String, Object> map = new HashMap<>();
    map.put("k", map);
    Object[] array = new Object[1];
    array[0] = List.of(Map.of("k", array));
    Object deep = "x";
    for (int i = 0; i < 20_000; i++) {
      deep = new Object[] {deep};
    }
    return Stream.of(list, twice, map, array, deep);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("whatHasNoEnd")
  void aCycleOrTooDeepNestingIsRefused(Object value) {
    assertThatThrownBy(() -> JwtJson.write(new JsonBytes(0), value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lists or maps nested more than 64 deep, or in a cycle");
  }

  @Test
  void writesNestingUpTo64Deep() {
    Object value = "x";
    for (int i = 0; i < 64; i++) {
      value = new ArrayList<>(List.of(value));
    }
    JsonBytes json = new JsonBytes(0);
    JwtJson.write(json, value);
    assertThat(json.length()).isEqualTo("\"x\"".length() + 128);

    Object deeper = List.of(value);
    assertThatThrownBy(() -> JwtJson.write(new JsonBytes(0), deeper))
        .hasMessageContaining("more than 64 deep");
  }

  @Test
  void aPathIsNoList() {
    Path path = Path.of("a");

    assertThatThrownBy(() -> JwtJson.write(new JsonBytes(0), path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no JSON form for " + path.getClass().getName());
  }

  @Test
  void noMemberIsWrittenTwice() {
    Map<Object, Object> numberAndText = new LinkedHashMap<>();
    numberAndText.put(1, "a");
    numberAndText.put("1", "b");
    Map<Object, Object> texts = new LinkedHashMap<>();
    texts.put("k", "a");
    texts.put(CharBuffer.wrap("k"), "b");

    for (Object map : List.of(numberAndText, texts)) {
      assertThatThrownBy(() -> JwtJson.write(new JsonBytes(0), map))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a map with two keys of the same text");
    }
  }

  @Test
  void aKeyOfAMapIsTextOrAWholeNumber() {
    Map<Object, Object> absent = new HashMap<>();
    absent.put(null, "a");

    assertThatThrownBy(() -> JwtJson.write(new JsonBytes(0), absent))
        .hasMessage("a map with the key null");
    assertThatThrownBy(() -> JwtJson.write(new JsonBytes(0), Map.of(new Object(), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a map with a key of java.lang.Object; use text or whole numbers");
  }

  private static String json(Map<String, ?> members) {
    return new String(JwtJson.object(members), StandardCharsets.UTF_8);
  }
}
