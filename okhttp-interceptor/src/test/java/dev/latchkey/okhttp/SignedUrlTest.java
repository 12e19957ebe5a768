package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.testing.SentRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scheme signs is what is sent. */
class SignedUrlTest {
  private static final AuthScheme SIGNING =
      context -> {
        String path = context.uri().getRawPath();
        String query = context.uri().getRawQuery();
        return Credential.of("x-signed", query == null ? path : path + "?" + query);
      };

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a/../b/./c",
        "/a b/%C3%BC/ü/%2F/a+b",
        "/search?q=1+2&q=a%20b&empty=&flag",
        "/a?",
        "/a;v=1,2/@me:x/$&'()*!~?q=$&'()*!~;,@:/?",
        "/a?q=ü%2f#fragment"
      })
  void aUrlIsSeenAsItIsSent(String target) throws Exception {
    TestEnvironment.send(lab.client(SIGNING), lab.get(target));

    SentRequest sent = lab.vendor.request(0);
    assertThat(sent.header("x-signed")).isEqualTo(sent.target());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a[1]", "/a?q=x|y", "/a?q={x}^`y`"})
  void charactersThatAUriDoesNotAllowAreSeenEscaped(String target) throws Exception {
    TestEnvironment.send(lab.client(SIGNING), lab.get(target));

    SentRequest sent = lab.vendor.request(0);
    assertThat(sent.header("x-signed"))
        .isEqualTo(
            sent.target()
                .replace("[", "%5B")
                .replace("]", "%5D")
                .replace("|", "%7C")
                .replace("{", "%7B")
                .replace("}", "%7D")
                .replace("^", "%5E")
                .replace("`", "%60"))
        .isNotEqualTo(sent.target());
  }

  @Test
  void ofSeveralHeadersOfANameASchemeSeesTheFirst() throws Exception {
    OkHttpClient client =
        lab.client(context -> Credential.of("x-signed", context.header("x-part").orElse("none")));
    Request request =
        lab.get("/").newBuilder().addHeader("x-part", "one").addHeader("x-part", "two").build();

    TestEnvironment.send(client, request);

    assertThat(lab.vendor.sent("x-signed")).containsExactly("one");
  }
}
