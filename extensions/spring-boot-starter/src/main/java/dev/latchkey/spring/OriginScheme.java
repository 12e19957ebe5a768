package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.JwtScheme;
import dev.latchkey.KeyFile;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An origin with its scheme, and the name of the property or bean that configured them. */
final class OriginScheme {
  private final String setBy;
  private final String url;
  private final boolean insecure;
  private final AuthScheme scheme;
  private final @Nullable KeyFile keyFile;
  final String kind;

  private OriginScheme(
      String setBy,
      String url,
      boolean insecure,
      String kind,
      AuthScheme scheme,
      @Nullable KeyFile keyFile) {
    this.setBy = setBy;
    this.url = url;
    this.insecure = insecure;
    this.kind = kind;
    this.scheme = scheme;
    this.keyFile = keyFile;
  }

  static OriginScheme of(String prefix, OriginProperties origin, Secrets secrets) {
    if (origin.url() == null) {
      throw LatchkeyPropertyException.of(
          prefix + ".url", "is not set; set it to an origin such as https://api.example.com");
    }
    var schemes = origin.schemes();
    if (schemes.size() != 1) {
      throw LatchkeyPropertyException.of(
          prefix,
          schemes.isEmpty()
              ? "has no scheme; set one, such as " + prefix + ".header.name and .value"
              : "has several schemes, " + String.join(" and ", schemes.keySet()) + "; set one");
    }
    var entry = schemes.entrySet().iterator().next();
    SchemeBlock block = new SchemeBlock(prefix + "." + entry.getKey(), secrets);
    AuthScheme scheme = block.scheme(entry.getValue());
    return new OriginScheme(
        prefix + ".url", origin.url(), origin.insecure(), entry.getKey(), scheme, block.keyFile());
  }

  static OriginScheme ofBean(String bean, String url, boolean insecure, AuthScheme scheme) {
    return new OriginScheme(
        "@LatchkeyOrigin of the bean " + bean, url, insecure, "bean", scheme, null);
  }

  void addTo(Keyring.Builder keyring) {
    try {
      if (insecure) {
        keyring.addInsecure(url, scheme);
      } else {
        keyring.add(url, scheme);
      }
    } catch (IllegalArgumentException e) {
      throw LatchkeyPropertyException.of(setBy, e);
    }
  }

  String url() {
    return url;
  }

  /** Returns the scheme if its credential has no end and its secrets may change. */
  Optional<SecretScheme> constant() {
    return scheme instanceof SecretScheme secrets && secrets.isConstant()
        ? Optional.of(secrets)
        : Optional.empty();
  }

  /** Returns the id of the current signing key. May read a file. */
  Optional<String> keyId() {
    try {
      SigningKey key =
          keyFile != null ? keyFile.get() : scheme instanceof JwtScheme jwt ? jwt.key() : null;
      return key == null ? Optional.empty() : key.keyId();
    } catch (IOException | LatchkeyPropertyException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
