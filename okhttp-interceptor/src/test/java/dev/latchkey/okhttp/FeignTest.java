package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.Reply;
import feign.Feign;
import feign.Request;
import feign.RequestLine;
import feign.okhttp.OkHttpClient;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FeignTest {
  private interface Api {
    @RequestLine("GET /things")
    String things();

    @RequestLine("GET /things")
    String things(URI base);
  }

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  private Feign.Builder feign() {
    return Feign.builder().client(new OkHttpClient(lab.client(lab.keys)));
  }

  @Test
  void aCallIsAuthenticatedAndARefusedTokenReplacedOnce() {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "things"));
    Api api = feign().target(Api.class, lab.vendor.origin());

    assertThat(api.things()).isEqualTo("things");
    assertThat(api.things()).isEqualTo("things");

    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t2", "t2");
  }

  @Test
  void otherOptionsMakeAnotherClientThatIsAuthenticatedToo() {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "things"));
    Request.Options options = new Request.Options(7, TimeUnit.SECONDS, 8, TimeUnit.SECONDS, false);

    assertThat(feign().options(options).target(Api.class, lab.vendor.origin()).things())
        .isEqualTo("things");

    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t2");
  }

  @Test
  void anotherTargetGetsNothing() {
    lab.vendor.reply(Reply.redirect(307, lab.foreign.origin() + "/moved"));
    Api api = feign().target(Api.class, lab.vendor.origin());

    api.things();
    api.things(URI.create(lab.foreign.origin()));

    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1");
    assertThat(lab.foreign.sent("x-api-key")).containsExactly("", "");
  }
}
