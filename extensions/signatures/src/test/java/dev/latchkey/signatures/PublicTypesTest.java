package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import dev.latchkey.checks.SecretSweep;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that is printed or thrown shows a secret, a key, or a value of the request. */
class PublicTypesTest extends SecretSweep {
  private static final String API = "https://api.test";
  private static final URI URL = URI.create(API + "/" + SECRET + "?t=" + SECRET + "&t=" + SECRET);
  private static final SigningKey KEY = SigningKey.hs256(SECRET);
  private static final SigningKey WRONG_KEY =
      SigningKey.hmac(SigningAlgorithm.HS512, HmacBytes.utf8(SECRET.repeat(2)));
  private static final SignaturePart SIGNATURE =
      SignaturePart.hex(SignaturePart.signature(SignaturePart.text(SECRET)));

  @Override
  protected Map<Class<?>, List<?>> instances() {
    AwsCredentials fixed = AwsCredentials.of("AKIA", SECRET);
    AwsCredentials temporary = AwsCredentials.of("ASIA", SECRET, SECRET);
    AwsSigV4 aws = AwsSigV4.of("eu-central-1", "s3", temporary);
    HmacSignature.Builder hmac =
        HmacSignature.signedWith(KEY).header("x", SIGNATURE).query("q", SignaturePart.text(SECRET));
    HttpSignature.Builder http =
        HttpSignature.signedWith(KEY).components("@method").nonce(() -> SECRET);
    return Map.of(
        AwsCredentials.class,
        List.of(fixed, temporary),
        AwsSigV4.class,
        List.of(aws, aws.withUnsignedPayload(), AwsSigV4.of("r", "s", () -> fixed)),
        HmacSignature.class,
        List.of(
            hmac.build(),
            HmacSignature.sha1(HmacBytes.utf8(SECRET)).header("x", SIGNATURE).build()),
        HmacSignature.Builder.class,
        List.of(hmac),
        HttpSignature.class,
        List.of(http.build()),
        HttpSignature.Builder.class,
        List.of(http),
        SignaturePart.class,
        List.of(SignaturePart.text(SECRET), SIGNATURE));
  }

  static Stream<ThrowingCallable> failures() {
    return Stream.concat(
        Stream.of(
            () -> AwsCredentials.of("AKIA", SECRET + " "),
            () -> AwsCredentials.of(SECRET + "\n", SECRET),
            () -> AwsCredentials.of("AKIA", SECRET, SECRET + "é"),
            () -> AwsCredentials.of(SECRET, SECRET, ""),
            () -> HmacSignature.sha1(new byte[0]),
            () -> HttpSignature.signedWith(WRONG_KEY),
            () -> HttpSignature.signedWith(KEY).tag(SECRET + "\n")),
        Stream.of(
                AwsSigV4.of("r", "s", () -> null),
                hmac(SignaturePart.text(SECRET + "\n")),
                hmac(SignaturePart.formField("nonce")),
                hmac(SignaturePart.computed(context -> null)),
                hmac(SignaturePart.header("x-none")),
                http("@query-param;name=\"t\""),
                http("@query-param;name=\"u\""),
                http("x-utf8"),
                http("x-none"),
                HttpSignature.signedWith(KEY)
                    .components("@method")
                    .nonce(() -> SECRET + "é")
                    .build(),
                HttpSignature.signedWith(() -> WRONG_KEY).components("@method").build(),
                HttpSignature.signedWith(() -> KEY.withKeyId(SECRET + "é"))
                    .components("@method")
                    .build())
            .map(PublicTypesTest::signing));
  }

  private static AuthScheme hmac(SignaturePart part) {
    return HmacSignature.signedWith(KEY).header("x-part", part).header("x", SIGNATURE).build();
  }

  private static AuthScheme http(String component) {
    return HttpSignature.signedWith(KEY).components(component).build();
  }

  private static ThrowingCallable signing(AuthScheme scheme) {
    Map<String, String> headers = Map.of("x-map", "b=" + SECRET + "(", "x-utf8", SECRET + "é");
    return () -> {
      try (Keyring keyring = Keyring.builder().add(API, scheme).build()) {
        keyring.authenticate("POST", URL, headers, HmacBytes.utf8("key=" + SECRET));
      }
    };
  }

  @ParameterizedTest
  @MethodSource("failures")
  void noFailureShowsASecret(ThrowingCallable failing) {
    Throwable thrown = catchThrowable(failing);

    assertThat(thrown).isNotNull();
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertShowsNoSecret(trace.toString());
  }
}
