package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that may be the target of redirects that the adapter did not see. */
class AuthCallUnseenTest {
  private static final String API = "https://api.test";
  private static final String ELSEWHERE = "https://elsewhere.test";

  private final TestKeyring test = new TestKeyring();
  private final CountingScheme scheme = new CountingScheme(Duration.ofMinutes(5));
  private final Keyring keyring = test.keyring(scheme);
  private final AuthCall call = keyring.newCall();

  @Test
  void getNoCredentialAndLoseWhatTheCallerSet() throws IOException {
    AuthAttempt attempt = unseen();

    assertThat(attempt.headersToRemove()).contains("Authorization", "Cookie");
    assertThat(TestCall.await(attempt.prepare())).isFalse();
    assertThat(credential(attempt)).isEmpty();
    assertThat(scheme.asked()).isZero();
  }

  @Test
  void leaveNothingToLaterRequestsEither() throws IOException {
    assertThat(credential(seen())).containsEntry("x", "t1");
    assertThat(credential(unseen())).isEmpty();

    AuthAttempt later = seen();
    assertThat(later.headersToRemove()).contains("Authorization");
    assertThat(credential(later)).isEmpty();
  }

  @Test
  void areSentAgainWithACredentialIfTheyAreRefused() throws IOException {
    AuthAttempt refused = unseen();
    assertThat(credential(refused)).isEmpty();
    assertThat(answered(refused, 401, true)).isTrue();

    AuthAttempt again = seen();
    assertThat(again.headersToRemove()).isEmpty();
    assertThat(credential(again)).containsEntry("x", "t1");
    assertThat(answered(again, 401, true)).as("the call's only retry").isFalse();
    assertThat(test.events.of("refused")).containsExactly("refused " + API + " 401");
  }

  @Test
  void areSentAgainOnce() throws IOException {
    assertThat(answered(unseen(), 401, true)).isTrue();

    assertThat(answered(unseen(), 401, true)).isFalse();
  }

  @Test
  void areNotSentAgainAfterARetryThatWasSeen() throws IOException {
    AuthAttempt refused = seen();
    assertThat(credential(refused)).containsEntry("x", "t1");
    assertThat(answered(refused, 401, true)).isTrue();

    assertThat(answered(unseen(), 401, true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"200, true", "403, true", "401, false"})
  void areNotSentAgainUnlessTheyAreRefusedAndCanBe(int status, boolean replayable)
      throws IOException {
    assertThat(answered(unseen(), status, replayable)).isFalse();

    assertThat(credential(seen())).isEmpty();
  }

  @Test
  void areNotSentAgainToAnotherOrigin() throws IOException {
    AuthAttempt elsewhere = call.attemptAfterUnseen(request(ELSEWHERE));

    assertThat(answered(elsewhere, 401, true)).isFalse();
    assertThat(credential(seen())).isEmpty();
  }

  private AuthAttempt seen() {
    return call.attempt(request(API));
  }

  private AuthAttempt unseen() {
    return call.attemptAfterUnseen(request(API));
  }

  private static OutgoingRequest request(String url) {
    return new FunctionRequest("GET", URI.create(url), name -> null);
  }

  private static Map<String, String> credential(AuthAttempt attempt) throws IOException {
    return TestCall.await(attempt.credential()).headers();
  }

  private static boolean answered(AuthAttempt attempt, int status, boolean replayable)
      throws IOException {
    return TestCall.await(attempt.received(status, name -> null, replayable));
  }
}
