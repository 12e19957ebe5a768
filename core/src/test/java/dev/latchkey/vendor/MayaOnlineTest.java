package dev.latchkey.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssueContext;
import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MayaOnlineTest {
  private static final String PUBLIC_VALUE = "B1EC74D92D93610A2F6F";
  private static final String SECRET_VALUE = "Gp355fxSDFNwZpUnq8UGxszBYydc4x5RrXKT1rLM";

  /** The document's answer to create, put together again. */
  private static final String CREATED =
      """
      {"id":"1ak52","type":"apiKey",
       "links":{"self":"…/v3/apikeys/1ak52","account":"…/v3/apikeys/1ak52/account",
        "instances":"…/v3/apikeys/1ak52/instances","remove":"…/v3/apikeys/1ak52",
        "update":"…/v3/apikeys/1ak52","certificate":"…/v3/apikeys/1ak52/certificate"},
       "actions":{},"baseType":"credential","name":"test","state":"creating","accountId":"1a77",
       "clusterId":null,"created":"2018-01-23T06:19:29Z","createdTS":1516688369000,
       "description":"test","kind":"apiKey","publicValue":"B1EC74D92D93610A2F6F","removed":null,
       "secretValue":"Gp355fxSDFNwZpUnq8UGxszBYydc4x5RrXKT1rLM","transitioning":"yes",
       "transitioningMessage":"Creating","uuid":"b41e3c75-188a-4cd5-86bd-d9c4809dfcd4"}
      """;

  @Test
  void sendsThePairAsBasic() throws IOException {
    Map<String, String> headers = issue(MayaOnline.apiKey(PUBLIC_VALUE, SECRET_VALUE));

    assertThat(headers)
        .isEqualTo(
            Map.of(
                "Authorization",
                "Basic QjFFQzc0RDkyRDkzNjEwQTJGNkY6R3AzNTVmeFNERk53WnBVbnE4VUd4c3pCWXlkYzR4NVJy"
                    + "WEtUMXJMTQ=="));
    assertThat(decoded(headers)).isEqualTo(PUBLIC_VALUE + ":" + SECRET_VALUE);
  }

  @Test
  void takesTheAnswerToCreate() throws IOException {
    assertThat(issue(MayaOnline.apiKey(CREATED)))
        .isEqualTo(issue(MayaOnline.apiKey(PUBLIC_VALUE, SECRET_VALUE)));
  }

  @Test
  void fieldsOfTheSameNameFurtherInsideDoNotCount() throws IOException {
    String json =
        CREATED.replace("\"actions\":{}", "\"actions\":{\"secretValue\":\"x\",\"publicValue\":[]}");

    assertThat(decoded(issue(MayaOnline.apiKey(json))))
        .isEqualTo(PUBLIC_VALUE + ":" + SECRET_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "17", "{\"secretValue\":\"x\"}", "[\"x\"]"})
  void aKeyWithoutSecretValueIsRefusedByTheNameOfTheField(String value) {
    String json = CREATED.replace('"' + SECRET_VALUE + '"', value);

    assertThatThrownBy(() -> MayaOnline.apiKey(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The API key JSON must have a secretValue, but has none: the server sends it only")
        .hasMessageNotContaining(PUBLIC_VALUE)
        .hasNoCause();
  }

  @Test
  void aMissingFieldIsRefusedByItsName() {
    assertThatThrownBy(() -> MayaOnline.apiKey("{\"publicValue\":\"" + PUBLIC_VALUE + "\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secretValue")
        .hasMessageNotContaining(PUBLIC_VALUE);
    assertThatThrownBy(() -> MayaOnline.apiKey("{\"secretValue\":\"" + SECRET_VALUE + "\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("publicValue")
        .hasMessageNotContaining(SECRET_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"s3cret\"",
        "s3cret",
        "{\"secretValue\":\"s3cret",
        "{\"secretValue\":\"s3cret\",\"publicValue\":\"s3cret\"",
        "{s3cret}",
        "{\"secretValue\":s3cret}"
      })
  void whatIsNoSuchJsonIsRefusedAndNotShown(String json) {
    assertThatThrownBy(() -> MayaOnline.apiKey(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The API key JSON ")
        .hasMessageNotContaining("s3")
        .hasNoCause();
  }

  @Test
  void aPairThatServersWouldReadOtherwiseIsRefusedAndNotShown() {
    assertRefused("", "s3cret");
    assertRefused("s3:cret", "s3cret");
    assertRefused("public", "");
    assertRefused("public", "s3cret\n");
  }

  @Test
  void aSecretMayHaveColonsAndBeNonAscii() throws IOException {
    assertThat(decoded(issue(MayaOnline.apiKey("public", "a:b:ß")))).isEqualTo("public:a:b:ß");
  }

  @Test
  void anotherByteIsAnotherHeader() throws IOException {
    Map<String, String> headers = issue(MayaOnline.apiKey(PUBLIC_VALUE, SECRET_VALUE));

    assertThat(issue(MayaOnline.apiKey(Bytes.changed(PUBLIC_VALUE, 3), SECRET_VALUE)))
        .isNotEqualTo(headers);
    assertThat(issue(MayaOnline.apiKey(PUBLIC_VALUE, Bytes.changed(SECRET_VALUE, 39))))
        .isNotEqualTo(headers);
  }

  private static void assertRefused(String publicValue, String secretValue) {
    assertThatThrownBy(() -> MayaOnline.apiKey(publicValue, secretValue))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3");
  }

  private static String decoded(Map<String, String> headers) {
    String encoded = headers.get("Authorization").substring("Basic ".length());
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private static Map<String, String> issue(AuthScheme scheme) throws IOException {
    ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
    return scheme.issue(IssueContext.of("GET", URI.create("https://a.test/"), moment)).headers();
  }
}
