package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CredentialTest {
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void headersKeepTheirOrder() {
    Credential credential = Credential.of("z", "1").and("a", "2").and("m", "3");

    assertThat(credential.headers().keySet()).containsExactly("z", "a", "m");
    assertThat(credential.headers().values()).containsExactly("1", "2", "3");
  }

  @Test
  void headersAreUnmodifiable() {
    for (Credential credential :
        new Credential[] {Credential.of("a", "1"), Credential.of("a", "1").and("b", "2")}) {
      assertThatThrownBy(() -> credential.headers().put("c", "3"))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void aValueHasVisibleAsciiAndInnerBlanksOnly() {
    for (int c = 0; c < 0x300; c++) {
      String value = "a" + (char) c + "z";
      if (c == '\t' || (c >= ' ' && c <= '~')) {
        assertThat(Credential.of("x-key", value).headers()).containsEntry("x-key", value);
      } else {
        String kind =
            c == '\n' || c == '\r'
                ? "a line break"
                : c < ' ' || c == 0x7f ? "a control character" : "a character outside ASCII";
        assertThatThrownBy(() -> Credential.of("x-key", value))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("The value of header x-key must not have " + kind);
      }
    }
  }

  @Test
  void eachSettingGivesANewCredential() {
    Credential credential = Credential.of("a", "1");

    assertThat(credential.reusableUntil(END).end()).isEqualTo(END);
    assertThat(credential.singleUse().reuse()).isEqualTo(CredentialReuse.NEVER);
    assertThat(credential.and("b", "2").headers()).hasSize(2);
    assertThat(credential.end()).isNull();
    assertThat(credential.reuse()).isEqualTo(CredentialReuse.AHEAD);
    assertThat(credential.headers()).hasSize(1);
  }

  @Test
  void anotherHeaderDoesNotChangeTheReuse() {
    assertThat(Credential.of("a", "1").reusableUntil(END).and("b", "2").end()).isEqualTo(END);
    assertThat(Credential.of("a", "1").singleUse().and("b", "2").reuse())
        .isEqualTo(CredentialReuse.NEVER);
    assertThat(Credential.of("a", "1").sameUntil(END).and("b", "2").reuse())
        .isEqualTo(CredentialReuse.TO_THE_END);
  }

  @Test
  void aHeaderTwiceIsAnErrorInAnyCase() {
    assertThatThrownBy(() -> Credential.of("X-Key", "s3cret").and("x-key", "s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The header x-key must be set only once, but was set twice");
  }

  @Test
  void whatAHeaderCannotCarryIsRefusedAndNotShown() {
    assertThatThrownBy(() -> Credential.of("x-key", "s3cret\r\nx-evil: 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line break")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> Credential.of("a", "1").and("b", "s3cret "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void nullIsRefusedByName() {
    assertThatThrownBy(() -> Credential.of("x-key", null)).hasMessage("value of header x-key");
    assertThatThrownBy(() -> Credential.of(null, "v")).hasMessage("header name");
    assertThatThrownBy(() -> Credential.of("a", "1").reusableUntil(null)).hasMessage("end");
  }

  @Test
  void showsNamesAndTheEndOnly() {
    Credential credential = Credential.of("a", "s3cret").and("b", "s3cret");

    assertThat(credential).hasToString("Credential[a, b]");
    assertThat(credential.reusableUntil(END))
        .hasToString("Credential[a, b] until 2026-01-01T00:00:00Z");
    assertThat(credential.singleUse()).hasToString("Credential[a, b] for one request");
  }
}
