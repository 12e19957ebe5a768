package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsCredentialsTest {
  @Test
  void textShowsNoSecret() {
    assertThat(AwsCredentials.of("AKIDEXAMPLE", "s3cret", "t0ken"))
        .hasToString("AwsCredentials[AKIDEXAMPLE]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret\n", "\rs3cret", " s3cret", "s3\u0000cret", "s3cretü", "s3 cret"})
  void aValueThatCannotBeSentIsRefusedWithoutBeingRepeated(String value) {
    assertRefused("access key id", () -> AwsCredentials.of(value, "secret"));
    assertRefused("secret access key", () -> AwsCredentials.of("id", value));
    assertRefused("secret access key", () -> AwsCredentials.of("id", value, "token"));
    assertRefused("session token", () -> AwsCredentials.of("id", "secret", value));
    assertRefused("region", () -> AwsSigV4.of(value, "s3", AwsCredentials.of("id", "secret")));
    assertRefused("service", () -> AwsSigV4.of("eu", value, AwsCredentials.of("id", "secret")));
  }

  private static void assertRefused(String setting, ThrowingCallable settings) {
    assertThatThrownBy(settings)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The " + setting + " must have no space, line break")
        .message()
        .doesNotContain("cret\n", "\rs3", "s3cret");
  }

  @Test
  void aMissingValueIsNamed() {
    assertThatThrownBy(() -> AwsCredentials.of("id", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The secret access key must not be empty");
    assertThatThrownBy(() -> AwsCredentials.of("id", "secret", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("session token");
  }
}
