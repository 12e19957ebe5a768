package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssueContext;
import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.vendor.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
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
  private static final String ORIGIN = "https://api.example.com";
  private static final URI REQUEST = URI.create(ORIGIN + TokenSigner.PATH);
  private static final String METHOD = "GET";
  private static final String HEADER = "x-signature";

  /** The {@code alg}. */
  @Param("HS256")
  public String algorithm = "HS256";

  @Override
  Work work() throws Exception {
    TokenSigner signer;
    if (algorithm.startsWith("HS")) {
      String secret = JdkSigners.secret();
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      SigningKey own = SigningKey.hmac(SigningAlgorithm.valueOf(algorithm), bytes);
      signer =
          switch (contender) {
            case "floor" -> JdkSigners.macReused(algorithm, secret);
            case "latchkey-x-signature" -> headersFor(ApiKey.signed(TokenSigner.PATH, secret));
            default -> signer(new SecretKeySpec(bytes, JdkSigners.jdkName(algorithm)), own);
          };
      EqualWork.checkHmac(algorithm, signer, secret);
    } else {
      KeyPair pair = pair();
      PrivateKey key = pair.getPrivate();
      SigningAlgorithm own = SigningAlgorithm.valueOf(algorithm.toUpperCase(Locale.ROOT));
      signer =
          contender.equals("floor")
              ? JdkSigners.signatureReused(algorithm, key)
              : signer(key, SigningKey.of(own, key).withKeyId(TokenSigner.KEY_ID));
      EqualWork.checkKeyPair(algorithm, signer, pair.getPublic());
    }
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

  private TokenSigner signer(Key key, SigningKey own) throws Exception {
    return switch (contender) {
      case "java-jwt" -> PeerSigners.javaJwt(algorithm, key);
      case "jjwt" -> PeerSigners.jjwt(algorithm, key);
      case "nimbus" -> PeerSigners.nimbus(algorithm, key);
      case "latchkey" -> alone(perRequest(own));
      case "latchkey-headersFor" -> headersFor(perRequest(own));
      case "latchkey-call" -> call(perRequest(own));
      default -> throw new IllegalArgumentException(contender);
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
    return (key, exp) -> token(scheme.issue(IssueContext.of(METHOD, REQUEST, clock)).headers());
  }

  /** Through a keyring, origin looked up and all, as for curl. */
  private static TokenSigner headersFor(AuthScheme scheme) {
    Keyring keyring = Keyring.builder().add(ORIGIN, scheme).build();
    return (key, exp) -> token(keyring.headersFor(METHOD, REQUEST));
  }

  /** Through a keyring as an adapter does it. */
  private static TokenSigner call(AuthScheme scheme) {
    Keyring keyring = Keyring.builder().add(ORIGIN, scheme).build();
    return (key, exp) -> token(Caches.call(keyring, REQUEST));
  }

  private static String token(Map<String, String> headers) throws IOException {
    String token = headers.get(HEADER);
    if (token == null) {
      throw new IOException("no token");
    }
    return token;
  }
}
