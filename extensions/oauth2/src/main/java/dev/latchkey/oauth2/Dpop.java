package dev.latchkey.oauth2;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.util.Set;

/**
 * Sends a token that is bound to a key, and with each request a proof that the client has the key:
 * DPoP, <a href="https://www.rfc-editor.org/rfc/rfc9449">RFC 9449</a>. A stolen token is useless
 * without the key.
 *
 * <p>The token is fetched and cached like that of any other {@link TokenRequest}. A proof is signed
 * for each request, on the thread of the call unless the key is {@linkplain SigningKey#remote
 * remote}. Nonces are learned from every response, separately for the token endpoint and for each
 * origin. After a refusal that requires another proof ({@code use_dpop_nonce}, {@code
 * invalid_dpop_proof}), only the proof is replaced; after any other, the token is replaced too.
 * Thread-safe.
 */
public final class Dpop implements AuthScheme {
  private final DpopBinding binding;
  private final DpopNonces nonces = new DpopNonces();
  private final AuthScheme token;

  private Dpop(DpopBinding binding, AuthScheme token) {
    this.binding = binding;
    this.token =
        token.refusedIf(response -> token.isRefusal(response) && !nonces.isRefusal(response));
  }

  /**
   * Returns a scheme that binds the tokens of a request to a key. Prefer a new key for each run of
   * the program, since nothing else needs to know it.
   *
   * @param token the request for the tokens, which must send them in {@code Authorization}
   * @throws IllegalArgumentException if the key is a shared secret, its public key is not known
   *     (see {@link SigningKey#withPublicKey}), or the request sends its tokens in another header
   */
  public static AuthScheme bound(SigningKey key, TokenRequest token) {
    DpopBinding binding = new DpopBinding(key);
    return new Dpop(binding, token.boundBy(binding));
  }

  @Override
  public Credential issue(IssueContext context) throws IOException {
    // Sets nothing: this is the part that a refusal of the proof replaces, see
    // IssueContext.credential.
    context.credential(nonces);
    Credential bound = context.credential(token);
    String accessToken = TokenForm.token(bound);
    String proof =
        binding.proof(context.method(), context.uri(), context.now(), nonces, accessToken);
    return bound.and("DPoP", proof).singleUse();
  }

  @Override
  public boolean mayBlock() {
    return binding.mayBlock();
  }

  @Override
  public Set<String> headerNames() {
    return Set.of("Authorization", "DPoP");
  }

  /** Returns a text with the scheme that gets its tokens. */
  @Override
  public String toString() {
    return "Dpop[" + token + "]";
  }
}
