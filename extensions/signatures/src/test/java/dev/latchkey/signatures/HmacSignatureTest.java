package dev.latchkey.signatures;

import static dev.latchkey.signatures.HmacBytes.utf8;
import static dev.latchkey.signatures.SignaturePart.BODY;
import static dev.latchkey.signatures.SignaturePart.EPOCH_SECONDS;
import static dev.latchkey.signatures.SignaturePart.METHOD;
import static dev.latchkey.signatures.SignaturePart.PATH;
import static dev.latchkey.signatures.SignaturePart.base64;
import static dev.latchkey.signatures.SignaturePart.base64Url;
import static dev.latchkey.signatures.SignaturePart.hex;
import static dev.latchkey.signatures.SignaturePart.signature;
import static dev.latchkey.signatures.SignaturePart.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Credential;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HmacSignatureTest {
  private static final SignedRequest GET = SignedRequest.get("/a");
  private static final String SECRET = "s3cret-marker-that-must-not-be-seen-42";

  @Test
  void eachHashSigns() throws Exception {
    assertHex(HmacSignature.sha1(utf8("s")), "HmacSHA1");
    assertHex(HmacSignature.signedWith(SigningKey.hs256("s")), "HmacSHA256");
    for (SigningAlgorithm algorithm :
        List.of(SigningAlgorithm.HS256, SigningAlgorithm.HS384, SigningAlgorithm.HS512)) {
      assertHex(
          HmacSignature.signedWith(SigningKey.hmac(algorithm, utf8("s"))),
          algorithm.name().replace("HS", "HmacSHA"));
    }
  }

  private static void assertHex(HmacSignature.Builder builder, String algorithm)
      throws IOException {
    HmacSignature scheme = builder.header("s", hex(signature(METHOD, PATH))).build();

    assertThat(GET.by(scheme).headers())
        .isEqualTo(Map.of("s", HmacBytes.of(algorithm, utf8("s"), utf8("GET/a")).hex()));
  }

  @Test
  void eachEncodingIsThatOfTheJdk() throws Exception {
    HmacSignature scheme =
        HmacSignature.sha1(utf8("s"))
            .header("base64", base64(signature(PATH)))
            .header("base64url", base64Url(signature(PATH)))
            .header("part", base64(text("~?>")))
            .header("part-url", base64Url(text("~?>")))
            .build();
    byte[] signature = HmacBytes.of("HmacSHA1", utf8("s"), utf8("/a")).toByteArray();

    assertThat(GET.by(scheme).headers())
        .containsEntry("base64", Base64.getEncoder().encodeToString(signature))
        .containsEntry("base64url", Base64.getUrlEncoder().encodeToString(signature))
        .containsEntry("part", "fj8+")
        .containsEntry("part-url", "fj8-");
  }

  @Test
  void aSignatureMayStandBetweenOtherParts() throws Exception {
    HmacSignature scheme =
        sha256().header("s", text("mac=\""), hex(signature(PATH)), text("\"")).build();

    assertThat(GET.by(scheme).headers())
        .containsEntry("s", "mac=\"" + HmacBytes.sha256(SECRET, "/a").hex() + "\"");
  }

  @Test
  void otherKindsOfKeysSignTheSameText() throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    HmacSignature scheme =
        HmacSignature.signedWith(SigningKey.of(SigningAlgorithm.EDDSA, pair.getPrivate()))
            .header("s", base64(signature(METHOD, PATH)))
            .build();
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(pair.getPublic());
    verifier.update(utf8("GET/a"));

    assertThat(verifier.verify(Base64.getDecoder().decode(GET.by(scheme).headers().get("s"))))
        .isTrue();
  }

  @Test
  void aKeyIsAskedForEachTimeAndMayBlock() throws Exception {
    AtomicReference<SigningKey> key = new AtomicReference<>(SigningKey.hs256("old"));
    HmacSignature scheme =
        HmacSignature.signedWith(key::get).header("s", hex(signature(PATH))).build();

    assertThat(GET.by(scheme).headers()).containsValue(HmacBytes.sha256("old", "/a").hex());
    key.set(SigningKey.hs256("new"));
    assertThat(GET.by(scheme).headers()).containsValue(HmacBytes.sha256("new", "/a").hex());
    assertThat(scheme.mayBlock()).isTrue();
    assertThat(sha256().header("s", hex(signature(PATH))).build().mayBlock()).isFalse();
  }

  @Test
  void theSecretIsCopied() throws Exception {
    byte[] secret = utf8("s");
    HmacSignature scheme = HmacSignature.sha1(secret).header("s", hex(signature(PATH))).build();
    secret[0] = 'x';

    assertThat(GET.by(scheme).headers())
        .containsValue(HmacBytes.of("HmacSHA1", utf8("s"), utf8("/a")).hex());
  }

  @Test
  void aCredentialIsForOneRequest() throws Exception {
    HmacSignature scheme = sha256().query("s", hex(signature(PATH))).build();

    assertThat(GET.by(scheme)).hasToString("Credential[?s] for one request");
  }

  @Test
  void theHeadersAreKnownBeforehand() {
    HmacSignature scheme =
        sha256()
            .header("X-Sign", hex(signature(PATH)))
            .query("time", EPOCH_SECONDS)
            .header("X-Key", text("k"))
            .build();

    assertThat(scheme.headerNames()).containsExactly("X-Sign", "X-Key");
    assertThat(scheme.isRefusal(401)).isTrue();
  }

  @Test
  void aBuilderGoesOnWithoutTheSchemeThatItBuilt() throws Exception {
    HmacSignature.Builder builder = sha256().header("s", hex(signature(PATH)));
    HmacSignature scheme = builder.build();
    builder.header("more", text("m"));

    assertThat(GET.by(scheme).headers()).containsOnlyKeys("s");
    assertThat(scheme.headerNames()).containsExactly("s");
    assertThat(GET.by(builder.build()).headers()).containsOnlyKeys("more", "s");
  }

  @Test
  void aHeaderOrParameterIsSetOnce() {
    assertThatThrownBy(() -> sha256().header("X-Key", text("1")).header("x-key", text("2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The header x-key must be set only once, but was set twice");
    assertThatThrownBy(() -> sha256().query("key", text("1")).query("key", text("2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The query parameter key must be set only once, but was set twice");
    assertThatThrownBy(() -> sha256().header("Host", text("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Host");
  }

  @Test
  void aSchemeThatSignsNothingIsNotBuilt() {
    assertThatThrownBy(() -> sha256().header("X-Key", text("k")).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hex(signature(…))");
    assertThatThrownBy(() -> signature())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pass the parts");
  }

  @Test
  void anEmptySecretIsRefusedAtOnce() {
    assertThatThrownBy(() -> HmacSignature.sha1(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyThatIsElsewhereMayBlock() {
    SigningKey remote = SigningKey.remote("kid", SigningAlgorithm.HS256, message -> new byte[32]);
    HmacSignature scheme =
        HmacSignature.signedWith(remote).query("sig", hex(signature(PATH))).build();

    assertThat(scheme.mayBlock()).isTrue();
    assertThat(scheme).hasToString("HMAC signature in headers [] and query [sig]");
  }

  @Test
  void aSupplierWithoutAKeyIsAFailureInWords() {
    HmacSignature scheme =
        HmacSignature.signedWith(() -> null).header("s", hex(signature(PATH))).build();

    assertThatThrownBy(() -> GET.by(scheme)).hasMessage("the supplier of the key returned null");
  }

  @Test
  void noSecretIsShown() throws Exception {
    HmacSignature scheme =
        sha256()
            .header("X-Key", text(SECRET))
            .header("s", hex(signature(text(SECRET), BODY)))
            .build();

    assertThat(scheme).hasToString("HMAC signature in headers [X-Key, s] and query []");
    assertThat(text(SECRET)).hasToString("SignaturePart");
    assertThat(GET.by(scheme).toString()).doesNotContain(SECRET);
    HmacSignature broken =
        sha256().header("X-Key", text(SECRET + "\n")).header("s", hex(signature(PATH))).build();
    assertThatThrownBy(() -> GET.by(broken))
        .hasMessageContaining("X-Key must not have a line break")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void manyThreadsSignAtOnce() throws Exception {
    HmacSignature scheme =
        HmacSignature.sha1(utf8("s")).header("s", hex(signature(PATH, BODY))).build();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Credential>> calls = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        SignedRequest request = SignedRequest.post("/" + i, "b" + i);
        calls.add(() -> request.by(scheme));
      }
      List<Future<Credential>> answers = threads.invokeAll(calls);
      for (int i = 0; i < 400; i++) {
        assertThat(answers.get(i).get().headers())
            .containsValue(HmacBytes.of("HmacSHA1", utf8("s"), utf8("/" + i + "b" + i)).hex());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static HmacSignature.Builder sha256() {
    return HmacSignature.signedWith(SigningKey.hs256(SECRET));
  }
}
