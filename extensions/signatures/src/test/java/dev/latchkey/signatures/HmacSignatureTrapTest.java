package dev.latchkey.signatures;

import static dev.latchkey.signatures.SignaturePart.BODY;
import static dev.latchkey.signatures.SignaturePart.EPOCH_SECONDS;
import static dev.latchkey.signatures.SignaturePart.QUERY;
import static dev.latchkey.signatures.SignaturePart.digest;
import static dev.latchkey.signatures.SignaturePart.formField;
import static dev.latchkey.signatures.SignaturePart.hex;
import static dev.latchkey.signatures.SignaturePart.signature;
import static dev.latchkey.signatures.SignaturePart.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.CredentialException;
import dev.latchkey.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are easily signed otherwise than they are sent. */
class HmacSignatureTrapTest {

  /**
   * OkHttp writes a space as %20, browsers write a plus; both escape more or less than the other.
   */
  @ParameterizedTest
  @CsvSource({
    "order id, order%20id=7",
    "order id, order+id=7",
    "a~b*, a~b%2A=7",
    "nonce, %6eonce=7",
    "ü, %c3%bc=7",
    "nonce, x=%&nonce=7",
    "nonce, x%zz=1&nonce=7",
  })
  void aFormFieldIsFoundHoweverItsNameIsEncoded(String name, String form) throws Exception {
    HmacSignature scheme = sha256().header("s", hex(signature(formField(name)))).build();

    assertThat(SignedRequest.post("/", form).by(scheme).headers())
        .containsEntry("s", HmacBytes.sha256("secret", "7").hex());
  }

  @Test
  void headersAreOfTheWholeQueryWhereverTheyAreSet() throws Exception {
    HmacSignature scheme =
        sha256()
            .header("query", QUERY)
            .query("time", EPOCH_SECONDS)
            .header("s", hex(signature(QUERY)))
            .build();

    assertThat(SignedRequest.get("/a?x=1").by(scheme).headers())
        .containsEntry("query", "x=1&time=1767323045");
  }

  /** These bytes happen to be sendable text once they are decoded in some other way. */
  @ParameterizedTest
  @ValueSource(bytes = {(byte) 0xff, (byte) 0xc3})
  void bytesThatAreNoTextAreNotSent(byte last) {
    SignedRequest request = SignedRequest.post("/", new byte[] {'s', '3', 'c', last});
    HmacSignature scheme = sha256().query("body", BODY).header("s", hex(signature(BODY))).build();

    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> request.by(scheme))
        .withMessage("body has bytes that are no text; use hex or base64")
        .withNoCause();
  }

  @Test
  void aDigestThatIsNotEncodedIsNotSent() {
    HmacSignature scheme =
        sha256()
            .header("digest", digest("SHA-256", BODY))
            .header("s", hex(signature(text("a"))))
            .build();

    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> SignedRequest.get("/").by(scheme))
        .withMessage("digest has bytes that are no text; use hex or base64");
  }

  private static HmacSignature.Builder sha256() {
    return HmacSignature.signedWith(SigningKey.hs256("secret"));
  }
}
