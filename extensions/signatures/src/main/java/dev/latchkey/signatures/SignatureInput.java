package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.ContextFunction;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A request that is being signed, and the headers and parameters of its credential so far. */
final class SignatureInput {
  final IssueContext context;
  final SigningKey.Signer signer;
  Credential credential = Credential.none();
  private final Map<Object, Object> computed = new HashMap<>();

  SignatureInput(IssueContext context, SigningKey.Signer signer) {
    this.context = context;
    this.signer = signer;
  }

  byte[] bytes(List<SignaturePart> parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (SignaturePart part : parts) {
      Object value = part.source.value(this);
      all.writeBytes(value instanceof byte[] bytes ? bytes : value.toString().getBytes(UTF_8));
    }
    return all.toByteArray();
  }

  /** Returns the parts as the text of a header or parameter. */
  String text(String name, List<SignaturePart> parts) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(parts));
    try {
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new CredentialException(name + " has bytes that are no text; use hex or base64");
    }
  }

  /** Returns the value of a part that is computed once per request, however often it is used. */
  Object computed(Object part, ContextFunction function) throws IOException {
    Object value = computed.get(part);
    if (value == null) {
      value = Objects.requireNonNull(function.compute(context), "a part computed null");
      computed.put(part, value);
    }
    return value;
  }

  /**
   * Returns the query as it is sent, with the question mark and with the credential's parameters
   * known so far; empty if there is none.
   */
  String query() {
    return credential.appendTo(FormFields.query(context));
  }
}
