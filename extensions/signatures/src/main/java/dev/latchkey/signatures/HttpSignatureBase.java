package dev.latchkey.signatures;

import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What is signed (RFC 9421 §2.5), by the identifiers of components and the names of parameters. */
final class HttpSignatureBase {
  static final String DIGEST = "\"content-digest\"";

  final String label;
  private final Map<String, HttpSignatureComponent> components;
  private final Map<String, HttpSignatureParameter> parameters;

  HttpSignatureBase(
      String label,
      Map<String, HttpSignatureComponent> components,
      Map<String, HttpSignatureParameter> parameters) {
    this.label = label;
    this.components = new LinkedHashMap<>(components);
    this.parameters = new LinkedHashMap<>(parameters);
  }

  Set<String> headerNames() {
    return components.containsKey(DIGEST)
        ? Set.of("Signature-Input", "Signature", "Content-Digest")
        : Set.of("Signature-Input", "Signature");
  }

  Credential sign(SigningKey key, IssueContext context) throws IOException {
    String fault = HttpSignatureParameter.fault(key);
    if (fault != null) {
      throw new CredentialException(fault);
    }
    StringBuilder input = new StringBuilder(covered());
    long now = context.now().getEpochSecond();
    parameters.forEach((name, parameter) -> input.append(parameter.written(name, key, now)));
    StringBuilder base = new StringBuilder(512);
    String digest = null;
    for (Map.Entry<String, HttpSignatureComponent> component : components.entrySet()) {
      String value = component.getValue().value(context);
      if (!value.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t')) {
        throw new CredentialException(
            component.getKey() + " is signed and not ASCII; encode it, or sign a header as bs");
      }
      base.append(component.getKey()).append(": ").append(value).append('\n');
      digest = component.getKey().equals(DIGEST) ? value : digest;
    }
    base.append("\"@signature-params\": ").append(input);
    byte[] signature = key.sign(base.toString().getBytes(StandardCharsets.US_ASCII));
    Credential credential =
        Credential.of("Signature-Input", label + "=" + input)
            .and("Signature", label + "=" + HttpSignatureField.bytes(signature))
            .singleUse();
    return digest == null ? credential : credential.and("Content-Digest", digest);
  }

  /** Returns the identifiers of the components. */
  String covered() {
    return "(" + String.join(" ", components.keySet()) + ")";
  }
}
