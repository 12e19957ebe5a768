package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VaryTest {
  private static final Vary ALL = new Vary(true, true, true, Set.of("a", "b"));

  @Test
  void addsUpWhatWasRead() {
    assertThat(Vary.NOTHING.andMethod().andUri().andHeader("A").andHeader("b")).isEqualTo(ALL);
    assertThat(Vary.NOTHING.andMethod().and(Vary.NOTHING.andHeader("a")))
        .isEqualTo(new Vary(true, false, false, Set.of("a")));
    assertThat(ALL.and(Vary.NOTHING)).isSameAs(ALL);
  }

  @Test
  void coversWhatReadsNoMore() {
    assertThat(ALL.covers(Vary.NOTHING)).isTrue();
    assertThat(ALL.covers(ALL)).isTrue();
    assertThat(ALL.covers(Vary.NOTHING.andHeader("c"))).isFalse();
    assertThat(Vary.NOTHING.covers(Vary.NOTHING.andMethod())).isFalse();
    assertThat(Vary.NOTHING.andMethod().covers(Vary.NOTHING.andUri())).isFalse();
    assertThat(Vary.NOTHING.isNothing()).isTrue();
    assertThat(Vary.NOTHING.andHeader("a").isNothing()).isFalse();
  }

  @Test
  void isTooWideBeyond64Headers() {
    Vary vary = Vary.NOTHING.andUri();
    for (int i = 0; i < 64; i++) {
      vary = vary.andHeader("h" + i);
    }
    assertThat(vary.isTooWide()).isFalse();
    assertThat(vary.covers(vary)).isTrue();

    Vary wide = vary.andHeader("h64");
    assertThat(wide.isTooWide()).isTrue();
    assertThat(wide.covers(wide)).as("what else was read is not known").isFalse();
    assertThat(wide.covers(vary)).isTrue();
    assertThat(Vary.NOTHING.isTooWide()).isFalse();
  }

  @Test
  void isTooWideIfTheNamesAreLong() {
    assertThat(Vary.NOTHING.andHeader("h".repeat(4_096)).isTooWide()).isFalse();
    assertThat(Vary.NOTHING.andHeader("h".repeat(4_097)).isTooWide()).isTrue();
  }

  @Test
  void doesNotGrowBeyondThat() {
    Vary origin = Vary.NOTHING;
    Vary one = Vary.NOTHING;
    for (int i = 0; i < 2_000; i++) {
      one = one.andHeader("h" + i);
      origin = origin.and(Vary.NOTHING.andHeader("a" + i).andHeader("b" + i));
    }

    assertThat(one.headers()).hasSize(65);
    assertThat(origin.headers()).hasSizeLessThanOrEqualTo(66);
    assertThat(one.andMethod().method()).isTrue();
    assertThat(origin.and(one).isTooWide()).isTrue();
  }

  @Test
  void requestsThatDifferInTheCaseOfAnEscapeDoNotAgree() {
    RequestHead upper = request("https://api.test/a%2Fb");
    RequestHead lower = request("https://api.test/a%2fb");

    assertThat(upper.uri()).isEqualTo(lower.uri());
    assertThat(Vary.NOTHING.andUri().agree(upper, lower)).isFalse();
    assertThat(Vary.NOTHING.andUri().agree(upper, upper)).isTrue();
    assertThat(Vary.NOTHING.andMethod().agree(upper, lower)).isTrue();
  }

  @Test
  void requestsAgreeInAPathWhateverTheirQueriesAndInAMethodWhateverTheirPaths() {
    RequestHead one = request("https://api.test/a?q=1");

    assertThat(Vary.NOTHING.andPath().agree(one, request("https://api.test/a?q=2"))).isTrue();
    assertThat(Vary.NOTHING.andPath().agree(one, request("https://api.test/b?q=1"))).isFalse();
    RequestHead put = new RequestHead("PUT", one.uri(), name -> null);
    assertThat(Vary.NOTHING.andMethod().agree(one, put)).isFalse();
  }

  @Test
  void requestsAgreeIfTheHeadersThatWereReadAreEqual() {
    Vary tenant = Vary.NOTHING.andHeader("x-tenant");
    RequestHead one = request("https://api.test/a", "x-tenant", "one");

    assertThat(tenant.agree(one, request("https://api.test/b", "x-tenant", "one"))).isTrue();
    assertThat(tenant.agree(one, request("https://api.test/a", "x-tenant", "two"))).isFalse();
    assertThat(tenant.agree(one, request("https://api.test/a"))).isFalse();
    assertThat(Vary.NOTHING.andHeader("x-other").agree(one, request("https://api.test/a")))
        .isTrue();
  }

  @Test
  void requestsDoNotAgreeWhereNotAllThatWasReadIsKnown() {
    Vary wide = Vary.NOTHING.andHeader("h".repeat(4_097));
    RequestHead request = request("https://api.test/a");

    assertThat(wide.agree(request, request)).isFalse();
  }

  private static RequestHead request(String uri) {
    return new RequestHead("GET", URI.create(uri), name -> null);
  }

  private static RequestHead request(String uri, String header, String value) {
    return new RequestHead(
        "GET", URI.create(uri), name -> name.equalsIgnoreCase(header) ? value : null);
  }

  /** A scheme that takes the names of the headers that it reads from the request. */
  @Nested
  class OfAScheme {
    private static final String API = "https://api.test/";
    private static final int NAMES = 2_000;

    private final AtomicInteger issued = new AtomicInteger();
    private final Keyring keyring =
        new TestKeyring()
            .keyring(
                context -> {
                  issued.incrementAndGet();
                  String name = "x-" + context.uri().getPath().substring(1);
                  return Credential.of("x", context.header(name).orElse("-") + context.method());
                });

    @Test
    void itsCredentialsAreForOneRequestEachOnceThereAreTooManyNames() throws IOException {
      for (int i = 0; i < NAMES; i++) {
        assertThat(keyring.headersFor("GET", URI.create(API + i))).containsEntry("x", "-GET");
      }
      issued.set(0);

      assertThat(keyring.headersFor("GET", URI.create(API + 0))).containsEntry("x", "-GET");
      assertThat(keyring.headersFor("PUT", URI.create(API + 0))).containsEntry("x", "-PUT");

      assertThat(issued).hasValue(2);
    }

    @Test
    void aRefusalOfOneIsAnsweredAllTheSame() throws IOException {
      for (int i = 0; i < NAMES; i++) {
        assertThat(keyring.headersFor("GET", URI.create(API + i))).isNotEmpty();
      }
      TestCall call = new TestCall(keyring);
      call.send(API + 1);

      assertThat(call.answered(401)).as("the same credential again").isFalse();
    }
  }
}
