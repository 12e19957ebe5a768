package dev.latchkey.signatures;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An access key of AWS, or of a service that is compatible with S3, with the session token if it is
 * temporary. Immutable.
 */
public final class AwsCredentials {
  final String accessKeyId;
  final String secretAccessKey;
  final @Nullable String sessionToken;

  private AwsCredentials(String id, String secret, @Nullable String sessionToken) {
    this.accessKeyId = checked("access key id", id);
    this.secretAccessKey = checked("secret access key", secret);
    this.sessionToken = sessionToken;
  }

  /**
   * Returns long-term credentials.
   *
   * @throws IllegalArgumentException if a value is empty, or has a space, a control character or a
   *     character outside ASCII; the message does not show the value
   */
  public static AwsCredentials of(String accessKeyId, String secretAccessKey) {
    return new AwsCredentials(accessKeyId, secretAccessKey, null);
  }

  /**
   * Returns temporary credentials, as AWS STS issues them. Throws as {@link #of(String, String)}
   * does.
   */
  public static AwsCredentials of(String accessKeyId, String secretAccessKey, String sessionToken) {
    return new AwsCredentials(accessKeyId, secretAccessKey, checked("session token", sessionToken));
  }

  /** Returns a value if it has only visible ASCII characters. */
  static String checked(String name, String value) {
    if (Objects.requireNonNull(value, name).isEmpty()) {
      throw new IllegalArgumentException("The " + name + " must not be empty");
    }
    if (value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "The " + name + " must have no space, line break or character outside ASCII; strip it");
    }
    return value;
  }

  /** Returns a text with the access key id, which is not secret. */
  @Override
  public String toString() {
    return "AwsCredentials[" + accessKeyId + "]";
  }
}
