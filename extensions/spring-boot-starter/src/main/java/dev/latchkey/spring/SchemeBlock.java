package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.KeyFile;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The prefix of a scheme's properties, for example {@code latchkey.origins[0].jwt}. */
final class SchemeBlock {
  private final String prefix;
  private final Secrets secrets;
  private @Nullable KeyFile keyFile;

  SchemeBlock(String prefix, Secrets secrets) {
    this.prefix = prefix;
    this.secrets = secrets;
  }

  AuthScheme scheme(SchemeProperties properties) {
    try {
      return properties.scheme(this);
    } catch (IllegalArgumentException e) {
      throw LatchkeyPropertyException.of(prefix, e);
    }
  }

  <T> T required(String property, @Nullable T value) {
    if (value == null) {
      throw failure(property, "is not set; set it");
    }
    return value;
  }

  LatchkeyPropertyException failure(String property, String problem) {
    return LatchkeyPropertyException.of(prefix + "." + property, problem);
  }

  /** Returns a supplier that reads a secret at each call; it has been read once before. */
  Supplier<String> secret(String property, @Nullable Secret secret) {
    return reader(property, secret, () -> nonEmpty(property));
  }

  /** Returns a supplier as {@link #secret} does, for a secret that may be empty. */
  Supplier<String> secretOrEmpty(String property, @Nullable Secret secret) {
    return reader(property, secret, () -> read(property));
  }

  private Supplier<String> reader(
      String property, @Nullable Secret secret, Supplier<String> reader) {
    required(property, secret);
    var unused = reader.get();
    return reader;
  }

  private String nonEmpty(String property) {
    String value = read(property);
    if (value.isEmpty()) {
      throw failure(property, "is empty; set it");
    }
    return value;
  }

  private String read(String property) {
    String value = secrets.value(prefix + "." + property);
    if (value == null) {
      throw failure(property, "has no value any more; set it");
    }
    return value;
  }

  /** Returns the key of a file or a folder, exactly one of which must be set. */
  KeyFile keyFile(@Nullable Path file, @Nullable Path folder, @Nullable String keyId) {
    if ((file == null) == (folder == null)) {
      throw failure(
          "key-file", file == null ? "is not set; set it" : "and key-folder are set; set one");
    }
    if (file == null && keyId != null) {
      throw failure("key-id", "is of no use with key-folder; its files are named after their ids");
    }
    if (folder != null) {
      keyFile = KeyFile.newestIn(folder);
    } else if (file != null) {
      keyFile = keyId == null ? KeyFile.pem(file) : KeyFile.pem(keyId, file);
    }
    return required("key-file", keyFile);
  }

  /** Returns the key file of the scheme; null if there is none. */
  @Nullable KeyFile keyFile() {
    return keyFile;
  }
}
