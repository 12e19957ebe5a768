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
   * @throws IllegalArgumentException if one is empty, or has a space, a control character or a
   *     character outside ASCII; the message does not repeat the value
   */
  public static AwsCredentials of(String accessKeyId, String secretAccessKey) {
    return new AwsCredentials(accessKeyId, secretAccessKey, null);
  }

  /** Returns temporary credentials, as AWS STS issues them; throws as the other form. */
  public static AwsCredentials of(String accessKeyId, String secretAccessKey, String sessionToken) {
    return new AwsCredentials(accessKeyId, secretAccessKey, checked("session token", sessionToken));
  }

  /** Returns a setting that consists of visible ASCII characters, as all of them do. */
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

  /** Returns the access key id, which is no secret. */
  @Override
  public String toString() {
    return "AwsCredentials[" + accessKeyId + "]";
  }
}
