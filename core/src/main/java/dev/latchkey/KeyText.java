package dev.latchkey;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** Describes a text that is not PEM, without showing any of it. */
final class KeyText {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]{64,}");

  /** The base64 of "-----BEGIN". */
  private static final String BASE64_OF_PEM = "LS0tLS1CRUdJTi";

  private static final String JAVA_KEY_STORE =
      "this is a Java key store; convert it with: keytool -importkeystore -deststoretype PKCS12,"
          + " then: openssl pkcs12 -nodes -nocerts";

  /** Descriptions of other forms by their first characters, decoded as ISO 8859-1. */
  private static final Map<String, String> FORMS =
      Map.of(
          "\u00fe\u00ed\u00fe\u00ed",
          JAVA_KEY_STORE,
          "\u00ce\u00ce\u00ce\u00ce",
          JAVA_KEY_STORE,
          "ssh-",
          "this is an OpenSSH public key; signing needs the private key",
          "PuTTY-User-Key-File",
          "this is a PuTTY key; convert it with: puttygen -O private-openssh-new, then: ssh-keygen"
              + " -p -m PKCS8",
          BASE64_OF_PEM,
          "this is the base64 of a PEM; decode it first, with: base64 -d");

  private KeyText() {}

  /** Returns whether the text is JSON, of which a value may be PEM. */
  static boolean isJson(String text) {
    return text.stripLeading().startsWith("{");
  }

  static String json(String text) {
    if (text.contains("\"kty\"")) {
      return "this is a JWK, not PEM; read it with SigningKey.jwk";
    }
    return text.contains("\"private_key\"")
        ? "this is JSON, not PEM; give the text of its field private_key, or follow the file with"
            + " KeyFile.parsed"
        : "this is JSON, not PEM; give the text of the field that holds the key";
  }

  /** Returns a description of a text that has no line {@code -----BEGIN}. */
  static String withoutPem(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return "this is empty; write the key to it first";
    }
    for (Map.Entry<String, String> form : FORMS.entrySet()) {
      if (stripped.startsWith(form.getKey())) {
        return form.getValue();
      }
    }
    if (text.startsWith("\u00fe\u00ff") || text.startsWith("\u00ff\u00fe") || hasZeros(text)) {
      return "this is UTF-16 text; save it as UTF-8";
    }
    DerKind der = DerForm.of(text.getBytes(StandardCharsets.ISO_8859_1)).kind();
    if (der != DerKind.UNKNOWN) {
      return binary(der);
    }
    if (stripped.startsWith("MI") && BASE64.matcher(stripped).matches()) {
      return "this is base64 without the lines -----BEGIN PRIVATE KEY----- and -----END PRIVATE"
          + " KEY-----; put it between them";
    }
    return stripped.matches("\\S{1,999}\\.(?i:pem|p8|key|txt)")
        ? "this looks like a file name; pass it as a Path"
        : "this is not PEM: there is no line -----BEGIN PRIVATE KEY-----";
  }

  /** Returns whether every other character is zero, as in UTF-16 that is decoded byte by byte. */
  private static boolean hasZeros(String text) {
    return text.length() > 3
        && (text.charAt(0) == 0) != (text.charAt(1) == 0)
        && (text.charAt(0) == 0) == (text.charAt(2) == 0)
        && (text.charAt(1) == 0) == (text.charAt(3) == 0);
  }

  private static String binary(DerKind der) {
    return switch (der) {
      case PKCS12 -> "this is a PKCS#12 key store; convert it with: openssl pkcs12 -nodes -nocerts";
      case CERTIFICATE -> "this is a certificate; signing needs the private key";
      case PUBLIC_KEY -> "this is a public key; signing needs the private key";
      default ->
          "this is binary (DER), not PEM; convert it with: openssl pkcs8 -topk8 -nocrypt -inform"
              + " DER";
    };
  }
}
