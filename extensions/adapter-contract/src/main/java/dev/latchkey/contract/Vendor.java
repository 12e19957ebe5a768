package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import dev.latchkey.vendor.ApiKey;
import dev.latchkey.vendor.AuthgearAdmin;
import dev.latchkey.vendor.MayaOnline;
import dev.latchkey.vendor.StatusEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** The four vendors as a test meets them: their scheme, and what must be on the wire. */
enum Vendor {
  STATUS_ENTRY(401, true) {
    @Override
    AuthScheme scheme() {
      return StatusEntry.keyPair("AK123", SECRET);
    }

    @Override
    void verify(SentRequest request, Instant now) {
      String prefix = "StatusEntry AK123:";
      assertThat(request.header("Authorization")).startsWith(prefix);
      Token token = Token.hs256(request.header("Authorization").substring(prefix.length()), SECRET);
      assertThat(token.claims())
          .containsOnlyKeys("iss", "iat", "exp", "aud")
          .containsEntry("iss", "AK123")
          .containsEntry("aud", "www.statusentry.com")
          .containsEntry("exp", now.getEpochSecond() + 86_400);
    }
  },
  API_KEY(401, true) {
    @Override
    AuthScheme scheme() {
      return ApiKey.builder("user-key")
          .signedWith(SECRET)
          .organization("app-key", OTHER_SECRET)
          .build();
    }

    @Override
    void verify(SentRequest request, Instant now) {
      assertThat(request.header("x-api-key")).isEqualTo("user-key");
      assertThat(request.header("x-app-key")).isEqualTo("app-key");
      assertThat(Token.hs256(request.header("x-signature"), SECRET).claims())
          .containsOnlyKeys("key", "exp")
          .containsEntry("key", "user-key")
          .containsEntry("exp", now.getEpochSecond() + 15);
      assertThat(Token.hs256(request.header("x-app-signature"), OTHER_SECRET).claims())
          .containsOnlyKeys("key", "exp")
          .containsEntry("key", "app-key")
          .containsEntry("exp", now.getEpochSecond() + 60);
    }
  },
  MAYA_ONLINE(401, false) {
    @Override
    AuthScheme scheme() {
      return MayaOnline.apiKey("B1EC74D92D93610A2F6F", SECRET);
    }

    @Override
    void verify(SentRequest request, Instant now) {
      byte[] pair = ("B1EC74D92D93610A2F6F:" + SECRET).getBytes(StandardCharsets.UTF_8);
      assertThat(request.header("Authorization"))
          .isEqualTo("Basic " + Base64.getEncoder().encodeToString(pair));
    }
  },
  AUTHGEAR(403, true) {
    @Override
    AuthScheme scheme() {
      return AuthgearAdmin.project("myapp", SigningKey.rs256("kid-1", TestKeys.rsa().getPrivate()));
    }

    @Override
    void verify(SentRequest request, Instant now) {
      assertThat(request.header("Authorization")).startsWith("Bearer ");
      Token token = Token.rs256(request.header("Authorization").substring(7), TestKeys.rsa());
      assertThat(token.header())
          .containsEntry("alg", "RS256")
          .containsEntry("typ", "JWT")
          .containsEntry("kid", "kid-1")
          .hasSize(3);
      assertThat(token.claims())
          .containsOnlyKeys("aud", "iat", "exp")
          .containsEntry("aud", List.of("myapp"))
          .containsEntry("iat", now.getEpochSecond())
          .containsEntry("exp", now.getEpochSecond() + 300);
    }
  };

  static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  static final String OTHER_SECRET = "another-secret-of-more-than-32-bytes";

  /** The status by which it refuses a credential. */
  final int refusal;

  /** Whether it takes another credential after a refusal. */
  final boolean renewable;

  Vendor(int refusal, boolean renewable) {
    this.refusal = refusal;
    this.renewable = renewable;
  }

  abstract AuthScheme scheme();

  /** The headers that its credential has. */
  List<String> headers() {
    return this == API_KEY
        ? List.of("x-api-key", "x-signature", "x-app-key", "x-app-signature")
        : List.of("Authorization");
  }

  /** That the credential on a request is the vendor's, as of a time. */
  abstract void verify(SentRequest request, Instant now);

  /** That a request has no credential. */
  void verifyNone(SentRequest request) {
    assertThat(headers()).noneMatch(request::has);
  }
}
