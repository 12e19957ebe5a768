package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.Token;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tokens for one request each. */
class PerRequestTest {
  private static final String API = "https://api.test";
  private static final String EU = "https://eu.test";
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";

  private final TestKeyring test = new TestKeyring();
  private final AuthScheme scheme =
      JwtScheme.signedWith(SigningKey.hs256(SECRET))
          .claim("jti", context -> UUID.randomUUID().toString())
          .claim("method", IssueContext::method)
          .claim("host", context -> context.uri().getHost())
          .claim("path", context -> context.uri().getRawPath())
          .claim("query", context -> String.valueOf(context.uri().getRawQuery()))
          .lifetime(Duration.ofSeconds(30))
          .perRequest()
          .build();
  private final Keyring keyring = test.builder().add(scheme, API, EU).build();

  @Test
  void eachAttemptAndEachHopHasItsOwn() throws IOException {
    List<Token> tokens = new ArrayList<>();
    TestCall call = new TestCall(keyring).method("POST");
    tokens.add(token(call.send(API + "/a?b=c")));
    assertThat(call.answered(401)).isTrue();
    tokens.add(token(call.send(API + "/a?b=c")));
    assertThat(call.answered(307)).isFalse();
    tokens.add(token(call.send(API + "/d")));
    assertThat(call.answered(303)).isFalse();
    call.method("GET");
    tokens.add(token(call.send(EU + "/d")));
    assertThat(call.answered(200)).isFalse();

    assertThat(tokens).extracting(token -> token.claims().get("jti")).doesNotHaveDuplicates();
    assertThat(tokens)
        .extracting(
            token ->
                String.join(
                    " ",
                    List.of("method", "host", "path", "query").stream()
                        .map(name -> (String) token.claims().get(name))
                        .toList()))
        .containsExactly(
            "POST api.test /a b=c",
            "POST api.test /a b=c",
            "POST api.test /d null",
            "GET eu.test /d null");
  }

  @Test
  void whatWasPreparedIsUsedOnceOnly() throws IOException {
    TestCall call = new TestCall(keyring);
    Map<String, String> first = call.send(API);
    assertThat(TestCall.await(call.attempt(API).prepare())).isTrue();
    Map<String, String> second = call.send(API);
    Map<String, String> third = call.send(API);

    assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
  }

  @Test
  void manyCallsAtOneInstantHaveTheirOwnEach() throws IOException {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(token(new TestCall(keyring).send(API)).claims().get("jti"));
    }

    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void aSignatureThatIsMadeWhileItsSecondEndsIsUsedAllTheSame() throws Exception {
    TestKeyring late = new TestKeyring("2026-01-01T00:00:00.999Z");
    SigningKey key = SigningKey.hs256("secret");
    JwtScheme slow =
        JwtScheme.signedWith(
                () -> {
                  late.clock.advance(Duration.ofMillis(2));
                  return key;
                })
            .header("x-signature")
            .lifetime(Duration.ofSeconds(15))
            .perRequest()
            .build();

    assertThat(late.keyring(slow).headersFor("GET", TestKeyring.URL)).containsKey("x-signature");
  }

  @Test
  void whatTheSameSchemeIssuesForSeveralRequestsIsKeptBesides() throws IOException {
    AtomicInteger issued = new AtomicInteger();
    Keyring both =
        test.keyring(
            context -> {
              Credential made = Credential.of("x", context.method() + issued.incrementAndGet());
              return context.method().equals("POST") ? made.singleUse() : made;
            });

    List<String> sent = new ArrayList<>();
    for (String method : List.of("GET", "POST", "GET", "POST", "POST", "GET", "GET")) {
      sent.add(new TestCall(both).method(method).send(API).get("x"));
    }

    assertThat(sent).containsExactly("GET1", "POST2", "GET1", "POST3", "POST4", "GET1", "GET1");
  }

  private static Token token(Map<String, String> headers) {
    return Token.hs256(TestCall.bearer(headers), SECRET);
  }
}
