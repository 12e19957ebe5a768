package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssueContext;
import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.vendor.ApiKey;
import java.net.URI;
import java.security.Key;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Param;

/**
 * One token: header {@code {alg, typ}} and, where a key pair signs, {@code kid}; claims {@code
 * {key, exp}}, where {@code key} is the path of this request and {@code exp} is of this second.
 * {@code floor} is a reused Mac or Signature and JSON by hand.
 *
 * <p>{@code latchkey-x-signature} is the signature of {@code ApiKey.signed}, which does not depend
 * on the request: an average over the time measured, in which one call of each second signs.
 */
public class SigningBenchmark extends ContenderBenchmark {
  private static final URI REQUEST = Caches.requests(1)[0];
  private static final String HEADER = "x-signature";

  /** The {@code alg}. */
  @Param("HS256")
  public String algorithm = "HS256";

  @Override
  Work work() throws Exception {
    String secret = Signers.secret();
    SigningAlgorithm named = SigningAlgorithm.valueOf(algorithm.toUpperCase(Locale.ROOT));
    Key key;
    Key verifier;
    SigningKey own;
    if (algorithm.startsWith("HS")) {
      key = Signers.key(algorithm, secret);
      verifier = key;
      own = SigningKey.hmac(named, key.getEncoded());
    } else {
      KeyPair pair = pair();
      key = pair.getPrivate();
      verifier = pair.getPublic();
      own = SigningKey.of(named, pair.getPrivate()).withKeyId(TokenSigner.KEY_ID);
    }
    TokenSigner signer =
        switch (contender) {
          case "floor" -> Signers.reused(algorithm, key);
          case "java-jwt" -> Signers.javaJwt(algorithm, key);
          case "jjwt" -> Signers.jjwt(algorithm, key);
          case "nimbus" -> Signers.nimbus(algorithm, key);
          case "latchkey" -> alone(perRequest(own));
          case "latchkey-headersFor" -> headersFor(perRequest(own));
          case "latchkey-call" -> call(perRequest(own));
          case "latchkey-x-signature" -> headersFor(ApiKey.signed(TokenSigner.PATH, secret));
          default -> throw new IllegalArgumentException(contender);
        };
    EqualWork.checkToken(algorithm, signer, verifier);
    return turn -> signer.sign(TokenSigner.PATH, TokenSigner::exp);
  }

  private KeyPair pair() {
    return switch (algorithm) {
      case "ES256" -> TestKeys.ec();
      case "ES384" -> TestKeys.ec("secp384r1");
      case "ES512" -> TestKeys.ec("secp521r1");
      case "EdDSA" -> TestKeys.ed25519();
      default -> TestKeys.rsa();
    };
  }

  /** A scheme that signs a token of the claims {@code key} and {@code exp} for each request. */
  static AuthScheme perRequest(SigningKey key) {
    return JwtScheme.signedWith(key)
        .header(HEADER)
        .claim("key", context -> context.uri().getRawPath())
        .lifetime(Duration.ofSeconds(TokenSigner.LIFETIME_SECONDS))
        .withoutIssuedAt()
        .perRequest()
        .build();
  }

  /** The scheme alone, with a context for each token. */
  private static TokenSigner alone(AuthScheme scheme) {
    Clock clock = Clock.systemUTC();
    return (key, exp) -> token(scheme.issue(IssueContext.of("GET", REQUEST, clock)).headers());
  }

  /** Through a keyring, origin looked up and all, as for curl. */
  private static TokenSigner headersFor(AuthScheme scheme) {
    Keyring keyring = Caches.keyring(scheme, 1);
    return (key, exp) -> token(keyring.headersFor("GET", REQUEST));
  }

  /** Through a keyring as an adapter does it. */
  private static TokenSigner call(AuthScheme scheme) {
    Keyring keyring = Caches.keyring(scheme, 1);
    return (key, exp) -> token(Caches.call(keyring, REQUEST));
  }

  private static String token(Map<String, String> headers) {
    return Objects.requireNonNull(headers.get(HEADER));
  }
}
