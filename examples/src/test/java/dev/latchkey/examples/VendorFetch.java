package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The token endpoint of a vendor of {@code docs/vendors.md}.
 *
 * @param path where it is
 * @param answer what it answers to a request that it accepts, a token among it
 */
record VendorFetch(String path, String answer, VendorCase.Check check) {
  /** A token as the endpoints here give it. */
  static final String TOKEN = "eyFetched.b0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f";

  static final String BEARER =
      "{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

  static VendorFetch bearer(String path, VendorCase.Check check) {
    return new VendorFetch(path, BEARER, check);
  }

  /** What it answers; what was sent is tried out afterwards. */
  Reply reply() {
    return Reply.of(200, answer).with("Content-Type", "application/json");
  }

  /** It accepts the request, and refuses it with one character of a value changed. */
  void tryOut(SentRequest sent) throws Exception {
    verify(sent);
    List<SentRequest> changed = changed(sent);
    assertThat(changed).isNotEmpty();
    for (SentRequest each : changed) {
      assertThat(catchThrowable(() -> verify(each))).as(each.body()).isNotNull();
    }
  }

  private void verify(SentRequest sent) throws Exception {
    assertThat(sent.method()).isEqualTo("POST");
    assertThat(sent.target()).isEqualTo(path);
    check.verify(sent);
  }

  private static List<SentRequest> changed(SentRequest sent) {
    List<SentRequest> changed = new ArrayList<>();
    for (String name : List.of("Authorization", "DPoP")) {
      if (sent.has(name)) {
        changed.add(sent.with(name, VendorPageTest.changed(sent.header(name))));
      }
    }
    if (sent.header("Content-Type").contains("form")) {
      Map<String, List<String>> fields = URLUtils.parseParameters(sent.body());
      fields.forEach(
          (name, values) -> {
            Map<String, List<String>> others = new LinkedHashMap<>(fields);
            others.put(name, List.of(VendorPageTest.changed(values.get(0))));
            changed.add(sent.withBody(URLUtils.serializeParameters(others)));
          });
    }
    return changed;
  }

  /** The request as Nimbus's authorization server reads it. */
  static HTTPRequest nimbus(SentRequest sent) throws ParseException {
    HTTPRequest request =
        new HTTPRequest(HTTPRequest.Method.POST, URI.create("http://localhost" + sent.target()));
    sent.headerNames().forEach(name -> request.setHeader(name, sent.header(name)));
    request.setBody(sent.body());
    return request;
  }
}
