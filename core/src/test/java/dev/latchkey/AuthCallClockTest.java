package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.Token;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthCallClockTest {
  private static final String API = "https://api.test";
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final long NOW = 1767225600L;

  private final TestKeyring test = new TestKeyring().jitter(() -> 0.0);
  private final Keyring keyring =
      test.keyring(
          JwtScheme.signedWith(SigningKey.hs256(SECRET)).lifetime(Duration.ofMinutes(5)).build());

  @Test
  void aServerTenMinutesAheadDatesTheNextToken() throws IOException {
    TestCall call = new TestCall(keyring);
    assertThat(claim(call.send(API), "iat")).isEqualTo(NOW);
    test.clock.advance(Duration.ofMillis(300));

    assertThat(call.answered(401, test.date(Duration.ofMinutes(10)), true)).isTrue();
    Map<String, String> next = call.send(API);
    // The lower end of what is possible, so that it is never in the server's future.
    assertThat(claim(next, "iat")).isEqualTo(NOW + 600);
    assertThat(claim(next, "exp")).isEqualTo(NOW + 900);
    assertThat(test.events.of("clockOffset"))
        .containsExactly("clockOffset " + API + " PT9M59.7S applied");
  }

  @Test
  void aServerThatIsBehindDatesItToo() throws IOException {
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(401, test.date(Duration.ofSeconds(-90)), true)).isTrue();
    assertThat(claim(call.send(API), "iat")).isEqualTo(NOW - 90);
  }

  @Test
  void aTokenDatedByTheServersClockIsRenewedInTimeAllTheSame() throws IOException {
    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(401, test.date(Duration.ofMinutes(10)), true)).isTrue();
    Map<String, String> next = call.send(API);

    test.clock.advance(Duration.ofMillis(239_999));
    assertThat(new TestCall(keyring).send(API)).isEqualTo(next);
    assertThat(test.events.count("issued")).isEqualTo(2);
    test.clock.advance(Duration.ofMillis(1));
    assertThat(new TestCall(keyring).send(API)).isEqualTo(next);
    assertThat(test.events.count("issued")).isEqualTo(3);
    assertThat(claim(new TestCall(keyring).send(API), "iat")).isEqualTo(NOW + 240 + 600);
  }

  @Test
  void aServerTwoHoursAwayIsOnlyReported() throws IOException {
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(401, test.date(Duration.ofHours(2)), true)).isTrue();
    assertThat(claim(call.send(API), "iat")).isEqualTo(NOW - 1);
    assertThat(test.events.of("clockOffset")).containsExactly("clockOffset " + API + " PT2H");
  }

  @Test
  void anAnswerOfACacheTeachesNothing() throws IOException {
    TestCall call = new TestCall(keyring);
    call.send(API);
    Map<String, String> cached =
        Map.of("date", test.date(Duration.ofMinutes(-10)).get("Date"), "age", "600");

    assertThat(call.answered(401, cached, true)).isTrue();
    assertThat(claim(call.send(API), "iat")).isEqualTo(NOW - 1);
    assertThat(test.events.count("clockOffset")).isZero();
  }

  @Test
  void aDateWithinASecondTeachesNothing() throws IOException {
    TestCall call = new TestCall(keyring);
    call.send(API);
    test.clock.advance(Duration.ofMillis(900));

    assertThat(call.answered(401, Map.of("Date", "Thu, 01 Jan 2026 00:00:00 GMT"), true)).isTrue();
    assertThat(test.events.count("clockOffset")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2026-01-01T00:10:00Z", "Fri, 01 Jan 2026 00:10:00 GMT"})
  void whatIsNoDateTeachesNothing(String date) throws IOException {
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(401, Map.of("Date", date), true)).isTrue();
    assertThat(test.events.count("clockOffset")).isZero();
  }

  @ParameterizedTest(name = "{0} s ahead")
  @ValueSource(longs = {1, 600})
  void aLearnedClockBypassesTheBackOffOfRefusals(long seconds) throws IOException {
    TestCall revoked = new TestCall(keyring);
    revoked.send(API);
    assertThat(revoked.answered(401)).isTrue();
    revoked.send(API);
    assertThat(revoked.answered(401)).isFalse();

    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(401, test.date(Duration.ofSeconds(seconds)), true)).isTrue();
    assertThat(claim(call.send(API), "iat")).isEqualTo(NOW + seconds);
  }

  private static long claim(Map<String, String> headers, String name) {
    return (Long) Token.hs256(TestCall.bearer(headers), SECRET).claims().get(name);
  }
}
