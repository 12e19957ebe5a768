package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileNameTest {

  @ParameterizedTest
  @CsvSource({
    "keys/5af7d3b2-9c1e.pem, 5af7d3b2-9c1e",
    "a.b.pem, a.b",
    "kid.PEM, kid",
    "Kid.Pem, Kid",
    "kid.p8, kid",
    "kid.P8, kid",
    "AuthKey_2X9R4HXF34.p8, 2X9R4HXF34",
    "AuthKey_2X9R4HXF34.pem, AuthKey_2X9R4HXF34",
    "a.pem.p8, a.pem"
  })
  void theKeyIdIsTheFileNameWithoutItsEnd(Path file, String keyId) {
    assertThat(KeyFileName.keyId(file)).isEqualTo(keyId);
    assertThat(KeyFileName.hasKeyId(file)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key.txt",
        "key",
        "tls.key",
        ".pem",
        "/",
        ".foo.pem",
        "..data",
        "..2026_01_01.pem",
        "a.pem~",
        ".AuthKey_1.p8",
        "kid.pem.bak"
      })
  void aFileNameWithoutKeyIdIsAnError(Path file) {
    assertThat(KeyFileName.hasKeyId(file)).isFalse();
    assertThatThrownBy(() -> KeyFileName.keyId(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Key file "
                + file
                + " must be named <key id>.pem; rename it, or pass the"
                + " key id as well");
  }

  @Test
  void anApplePrefixAloneIsNoKeyId() {
    assertThat(KeyFileName.keyId(Path.of("AuthKey_.p8"))).isEqualTo("AuthKey_");
  }
}
