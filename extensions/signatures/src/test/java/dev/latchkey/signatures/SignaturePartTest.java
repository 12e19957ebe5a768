package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.CredentialException;
import dev.latchkey.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each part is, as a header shows it, and as it is signed. */
class SignaturePartTest {
  private static final SignedRequest GET = SignedRequest.get("/a%20b/c?x=1&y=%C3%BC&z");

  @Test
  void textIsSignedAsUtf8() throws Exception {
    assertSigned(GET, "Zürich€", SignaturePart.text("Zür"), SignaturePart.text("ich€"));
    assertSigned(GET, "", SignaturePart.text(""));
  }

  @Test
  void timesAreThoseOfTheContext() throws Exception {
    assertThat(sent(GET, SignaturePart.EPOCH_SECONDS)).isEqualTo("1767323045");
    assertThat(sent(GET, SignaturePart.EPOCH_MILLIS)).isEqualTo("1767323045600");
    assertThat(sent(GET, SignaturePart.ISO_MILLIS)).isEqualTo("2026-01-02T03:04:05.600Z");
    assertThat(sent(GET.at("2026-01-02T00:00:00Z"), SignaturePart.ISO_MILLIS))
        .isEqualTo("2026-01-02T00:00:00.000Z");
    assertThat(sent(GET.at("2026-01-02T00:00:00.123456789Z"), SignaturePart.ISO_MILLIS))
        .isEqualTo("2026-01-02T00:00:00.123Z");
  }

  @Test
  void theRequestIsSignedAsItIsSent() throws Exception {
    assertSigned(GET, "GET", SignaturePart.METHOD);
    assertSigned(GET, "api.test", SignaturePart.HOST);
    assertSigned(GET, "/a%20b/c", SignaturePart.PATH);
    assertSigned(GET, "x=1&y=%C3%BC&z", SignaturePart.QUERY);
    assertSigned(GET, "/a%20b/c?x=1&y=%C3%BC&z", SignaturePart.PATH_AND_QUERY);
  }

  @Test
  void aRequestWithoutQueryHasNoQuestionMark() throws Exception {
    assertSigned(SignedRequest.get("/a"), "", SignaturePart.QUERY);
    assertSigned(SignedRequest.get("/a"), "/a", SignaturePart.PATH_AND_QUERY);
    assertSigned(SignedRequest.get("/a?b?c"), "b?c", SignaturePart.QUERY);
  }

  @Test
  void theQueryHasTheParametersOfTheCredentialButNotTheSignature() throws Exception {
    for (String target : List.of("/a", "/a?x=1")) {
      HmacSignature scheme =
          sha256()
              .query("key", SignaturePart.text("k ü"))
              .query(
                  "signature",
                  SignaturePart.hex(SignaturePart.signature(SignaturePart.PATH_AND_QUERY)))
              .query("time", SignaturePart.EPOCH_SECONDS)
              .build();
      String signed =
          target + (target.contains("?") ? "&" : "?") + "key=k%20%C3%BC&time=1767323045";

      assertThat(SignedRequest.get(target).by(scheme).appendTo(target))
          .isEqualTo(signed + "&signature=" + HmacBytes.sha256("secret", signed).hex());
    }
  }

  @Test
  void aHeaderIsTheCallersOrNothing() throws Exception {
    assertSigned(GET.with("X-Tenant", "acme"), "acme", SignaturePart.header("x-tenant"));
    assertSigned(GET, "", SignaturePart.header("x-tenant"));
  }

  @Test
  void aBodyIsSignedByteForByte() throws Exception {
    byte[] all = new byte[256];
    IntStream.range(0, 256).forEach(i -> all[i] = (byte) i);

    assertSigned(SignedRequest.post("/", all), all, SignaturePart.BODY);
    assertSigned(GET, "", SignaturePart.BODY);
  }

  @Test
  void aDigestIsOfItsPartsInBytes() throws Exception {
    byte[] body = {(byte) 0xff, 0, 13, 10};
    byte[] digested = {'n', (byte) 0xff, 0, 13, 10};
    SignaturePart digest =
        SignaturePart.digest("SHA-512", SignaturePart.text("n"), SignaturePart.BODY);
    byte[] expected = MessageDigest.getInstance("SHA-512").digest(digested);

    assertSigned(SignedRequest.post("/", body), expected, digest);
    assertSigned(
        SignedRequest.post("/", body),
        HexFormat.of().formatHex(expected),
        SignaturePart.hex(digest));
  }

  @Test
  void anUnknownDigestIsRefusedAtOnce() {
    assertThatThrownBy(() -> SignaturePart.digest("SHA-257", SignaturePart.BODY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SHA-257");
  }

  @Test
  void aFormFieldIsDecoded() throws Exception {
    SignedRequest form = SignedRequest.post("/", "xnonce=0&nonce=1+2%C3%BC&nonce=3&a%26b=4&empty=");

    assertSigned(form, "1 2ü", SignaturePart.formField("nonce"));
    assertSigned(form, "4", SignaturePart.formField("a&b"));
    assertSigned(form, "", SignaturePart.formField("empty"));
  }

  @Test
  void aFormWithoutTheFieldIsNotSent() {
    for (String form : List.of("", "xnonce=1", "nonce")) {
      assertThatThrownBy(
              () -> sent(SignedRequest.post("/", form), SignaturePart.formField("nonce")))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("nonce");
    }
  }

  @Test
  void aComputedPartIsTextOrBytes() throws Exception {
    assertSigned(GET, "42", SignaturePart.computed(context -> 42));
    assertSigned(GET, "/a%20b/c", SignaturePart.computed(context -> context.path()));
    byte[] bytes = {(byte) 0x80, 0};
    assertSigned(GET, bytes, SignaturePart.computed(context -> bytes));
    assertThatThrownBy(() -> sent(GET, SignaturePart.computed(context -> null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("computed null");
    IOException failure = new IOException("no value now");
    assertThatThrownBy(
            () ->
                sent(
                    GET,
                    SignaturePart.computed(
                        context -> {
                          throw failure;
                        })))
        .isSameAs(failure);
  }

  @Test
  void aRandomIdIsTheSameWhereverARequestHasIt() throws Exception {
    HmacSignature scheme =
        sha256()
            .header("id", SignaturePart.RANDOM_ID)
            .query("id", SignaturePart.RANDOM_ID)
            .header(
                "signature", SignaturePart.hex(SignaturePart.signature(SignaturePart.RANDOM_ID)))
            .build();
    var one = GET.by(scheme);
    String id = one.headers().get("id");

    assertThat(UUID.fromString(id)).hasToString(id);
    assertThat(one.query()).containsEntry("id", id);
    assertThat(one.headers()).containsEntry("signature", HmacBytes.sha256("secret", id).hex());
    assertThat(GET.by(scheme).headers().get("id")).isNotEqualTo(id);
  }

  @Test
  void computedPartsAreToldByIdentity() throws Exception {
    List<SignaturePart> nonces = IntStream.range(0, 2).mapToObj(i -> nonce()).toList();

    String[] values =
        sent(GET, nonces.get(0), space(), nonces.get(1), space(), nonces.get(0)).split(" ", -1);

    assertThat(values[0]).isEqualTo(values[2]).isNotEqualTo(values[1]);
  }

  private static SignaturePart nonce() {
    return SignaturePart.computed(context -> UUID.randomUUID());
  }

  private static SignaturePart space() {
    return SignaturePart.text(" ");
  }

  private static HmacSignature.Builder sha256() {
    return HmacSignature.signedWith(SigningKey.hs256("secret"));
  }

  private static void assertSigned(SignedRequest request, String text, SignaturePart... parts)
      throws IOException {
    assertSigned(request, HmacBytes.utf8(text), parts);
  }

  /** The parts are signed as these bytes, also with something behind them. */
  private static void assertSigned(SignedRequest request, byte[] bytes, SignaturePart... parts)
      throws IOException {
    SignaturePart[] more = Arrays.copyOf(parts, parts.length + 1);
    more[parts.length] = SignaturePart.text("|");
    ByteArrayOutputStream longer = new ByteArrayOutputStream();
    longer.writeBytes(bytes);
    longer.write('|');
    HmacSignature scheme =
        sha256()
            .header("one", SignaturePart.hex(SignaturePart.signature(parts)))
            .header("more", SignaturePart.hex(SignaturePart.signature(more)))
            .build();

    assertThat(request.by(scheme).headers())
        .containsEntry("one", HmacBytes.of("HmacSHA256", HmacBytes.utf8("secret"), bytes).hex())
        .containsEntry(
            "more",
            HmacBytes.of("HmacSHA256", HmacBytes.utf8("secret"), longer.toByteArray()).hex());
  }

  /** Returns the parts as a header that is sent beside a signature. */
  private static String sent(SignedRequest request, SignaturePart... parts) throws IOException {
    HmacSignature scheme =
        sha256()
            .header("parts", parts)
            .header("s", SignaturePart.hex(SignaturePart.signature(SignaturePart.METHOD)))
            .build();
    return String.valueOf(request.by(scheme).headers().get("parts"));
  }
}
