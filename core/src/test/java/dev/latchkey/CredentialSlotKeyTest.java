package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CredentialSlotKeyTest {
  private static final Vary URI_ONLY = Vary.NOTHING.andUri();
  private static final Vary ALL = URI_ONLY.andMethod().andHeader("a").andHeader("b");

  private final Object owner = new Object();

  @Test
  void requestsThatAgreeInWhatIsReadHaveTheSameKey() {
    RequestHead one = request("GET", "https://api.test/a", Map.of("a", "1", "c", "x"));
    RequestHead other = request("GET", "https://api.test/a", Map.of("a", "1", "c", "y"));

    assertThat(CredentialSlotKey.of(owner, ALL, one))
        .isEqualTo(CredentialSlotKey.of(owner, ALL, other))
        .hasSameHashCodeAs(CredentialSlotKey.of(owner, ALL, other));
  }

  @Test
  void anyOtherPartMakesAnotherKey() {
    List<CredentialSlotKey> keys = new ArrayList<>();
    for (String method : List.of("GET", "POST", "")) {
      for (String uri :
          List.of("https://api.test/a", "https://api.test/%2F", "https://api.test/%2f")) {
        for (Map<String, String> headers :
            List.<Map<String, String>>of(
                Map.of(),
                Map.of("a", ""),
                Map.of("b", ""),
                Map.of("a", "b"),
                Map.of("b", "b"),
                Map.of("a", "1", "b", "23"),
                Map.of("a", "12", "b", "3"),
                Map.of("a", "\uD800"),
                Map.of("a", "?"),
                Map.of("a", "é"))) {
          keys.add(CredentialSlotKey.of(owner, ALL, request(method, uri, headers)));
        }
      }
    }
    RequestHead request = request("GET", "https://api.test/a", Map.of());
    keys.add(CredentialSlotKey.of(owner, URI_ONLY, request));
    keys.add(CredentialSlotKey.of(owner, Vary.NOTHING.andMethod(), request));
    keys.add(CredentialSlotKey.of(owner, Vary.NOTHING.andHeader("a"), request));
    keys.add(CredentialSlotKey.of(owner, Vary.NOTHING.andHeader("b"), request));
    keys.add(CredentialSlotKey.of(new Object(), URI_ONLY, request));
    keys.add(CredentialSlotKey.of(owner, Vary.NOTHING, request));

    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void theOwnerIsComparedByIdentity() {
    String equal = new String("owner");
    String owner = new String("owner");

    RequestHead request = request("GET", "https://api.test/a", Map.of());
    CredentialSlotKey key = CredentialSlotKey.of(owner, ALL, request);

    assertThat(CredentialSlotKey.of(owner, ALL, request)).isEqualTo(key);
    assertThat(CredentialSlotKey.of(equal, ALL, request)).isNotEqualTo(key);
  }

  @Test
  void urlsWhoseHashCodesCollideHaveKeysThatDoNot() {
    List<String> paths = List.of("");
    for (int i = 0; i < 13; i++) {
      paths =
          paths.stream()
              .flatMap(path -> List.of(path + "Aa", path + "BB").stream())
              .collect(Collectors.toList());
    }
    Set<CredentialSlotKey> keys = new HashSet<>();
    Set<Integer> hashes = new HashSet<>();
    for (String path : paths) {
      RequestHead request = request("GET", "https://api.test/" + path, Map.of());
      assertThat(request.uri().toString()).hasSameHashCodeAs("https://api.test/" + paths.get(0));
      CredentialSlotKey key = CredentialSlotKey.of(owner, URI_ONLY, request);
      keys.add(key);
      hashes.add(key.hashCode());
    }

    assertThat(keys).hasSize(8_192);
    // Chance makes a collision in one of a hundred runs.
    assertThat(hashes).hasSizeGreaterThan(8_150);
  }

  @Test
  void keepsNothingOfA60KilobyteRequest() throws IllegalAccessException {
    String secret = "s3cret".repeat(10_000);
    RequestHead request =
        request(secret, "https://api.test/" + secret, Map.of("a", secret, "b", secret));
    CredentialSlotKey key = CredentialSlotKey.of(owner, ALL, request);

    int payload = 0;
    for (Field field : CredentialSlotKey.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      field.setAccessible(true);
      Object value = field.get(key);
      assertThat(value == owner || value instanceof byte[]).as(field.getName()).isTrue();
      payload += value instanceof byte[] bytes ? bytes.length : 0;
    }
    assertThat(payload).isLessThan(200);
  }

  private static RequestHead request(String method, String uri, Map<String, String> headers) {
    return new RequestHead(method, URI.create(uri), headers::get);
  }
}
