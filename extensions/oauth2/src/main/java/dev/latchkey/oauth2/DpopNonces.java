package dev.latchkey.oauth2;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.Origin;
import dev.latchkey.ResponseHead;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The newest nonces of servers (RFC 9449 §8.2). As a part of a credential, it sets nothing: it
 * learns from the responses, and a refusal of the proof replaces it, not the token.
 */
final class DpopNonces implements AuthScheme {
  static final int MAXIMUM_SERVERS = 256;

  /** NQCHAR (RFC 6749 appendix A), no longer than fits into a header. */
  private static final Pattern NONCE = Pattern.compile("[!#-\\[\\]-~]{1,4096}");

  private static final Pattern REFUSED_PROOF =
      Pattern.compile("(?i)\\berror *= *\"?(?:use_dpop_nonce|invalid_dpop_proof)\\b");

  private final Map<Origin, String> newest = new ConcurrentHashMap<>();

  /** Learns from a response, and returns whether it has a nonce. */
  boolean learn(Origin server, ResponseHead response) {
    String nonce = response.header("DPoP-Nonce").orElse("");
    boolean valid = NONCE.matcher(nonce).matches();
    if (valid) {
      if (newest.size() >= MAXIMUM_SERVERS && !newest.containsKey(server)) {
        newest.clear();
      }
      newest.put(server, nonce);
    }
    return valid;
  }

  Optional<String> of(URI uri) {
    return Optional.ofNullable(newest.get(Origin.of(uri)));
  }

  @Override
  public Credential issue(IssueContext context) {
    return Credential.none();
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public void observe(ResponseHead response) {
    response.origin().ifPresent(server -> learn(server, response));
  }

  @Override
  public boolean isRefusal(ResponseHead response) {
    String challenge = response.header("WWW-Authenticate").orElse("");
    return response.status() == 401 && REFUSED_PROOF.matcher(challenge).find();
  }
}
