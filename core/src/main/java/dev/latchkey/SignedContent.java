package dev.latchkey;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a call's requests while credentials are computed from it: exactly the bytes that a
 * scheme read are sent. Up to {@link #LIMIT} they are kept; of longer content only the digests are.
 */
final class SignedContent {
  static final int LIMIT = 10 * 1024 * 1024;
  private static final String TOO_LONG = "the request's body is longer than 10 MiB";

  final RequestContent source;

  // Guarded by this.
  private byte @Nullable [] bytes;
  private final Map<String, byte[]> digests = new LinkedHashMap<>();
  private @Nullable RequestContent toSend;

  /** Not guarded, since a read that hangs holds the lock. */
  private volatile @Nullable IOException failure;

  SignedContent(RequestContent source) {
    this.source = source;
    // Nobody else has these bytes, so they need no copy.
    this.bytes =
        source instanceof GivenRequest given && given.length() <= LIMIT ? given.bytes() : null;
  }

  /** Returns whether it can be read and then sent, as far as is known without reading it. */
  static boolean isReadable(RequestContent content) {
    long length = content.length();
    return content.isReplayable() || (length >= 0 && length <= LIMIT);
  }

  /** Returns a copy of the content; see {@link IssueContext#body}. */
  synchronized byte[] body(boolean mayWait) throws IOException {
    if (bytes == null) {
      read(null, mayWait);
    }
    byte[] known = bytes;
    if (known == null) {
      throw failed(
          new CredentialException(
              TOO_LONG
                  + ", which is the most that IssueContext.body() reads; let the scheme sign"
                  + " bodyDigest, which takes any length"));
    }
    return known.clone();
  }

  /** Returns a digest of the content; see {@link IssueContext#bodyDigest}. */
  synchronized byte[] digest(String algorithm, boolean mayWait) throws IOException {
    byte[] known = digests.get(algorithm);
    if (known != null) {
      return known.clone();
    }
    MessageDigest digest = ContentDigest.of(algorithm);
    if (bytes != null) {
      return digest.digest(bytes);
    }
    boolean anyLength = source.isReplayable();
    read(anyLength ? digest : null, mayWait);
    if (bytes != null) {
      return anyLength ? digest.digest() : digest.digest(bytes);
    }
    if (!anyLength) {
      throw failed(
          new CredentialException(
              TOO_LONG
                  + " and can be read once only, so that it could not be sent after it was"
                  + " digested; give the request a body that can be read again, or let the scheme"
                  + " do without if isBodyReadable() is false"));
    }
    byte[] made = digest.digest();
    digests.put(algorithm, made);
    toSend = null;
    return made.clone();
  }

  /**
   * Reads the content, and keeps it unless it is too long.
   *
   * @param digest digests content of any length; null to reject content that is too long
   */
  private void read(@Nullable MessageDigest digest, boolean mayWait) throws IOException {
    checkContent();
    long length = source.length();
    if (length > LIMIT && digest == null) {
      return;
    }
    if (!mayWait && source.mayBlock()) {
      throw new RunElsewhere();
    }
    ContentBuffer buffer = new ContentBuffer(LIMIT, length, digest);
    try {
      source.writeTo(buffer);
    } catch (IOException e) {
      if (digest != null || !buffer.isTooLong()) {
        throw failed(e);
      }
    } catch (Throwable e) {
      // Any Throwable: in Kotlin a body may throw undeclared checked exceptions, and the rest is
      // not sent.
      throw failed(new IOException("The body of the request could not be read", e));
    }
    if (!buffer.isTooLong()) {
      bytes = buffer.bytes();
      toSend = null;
    }
  }

  private IOException failed(IOException why) {
    failure = why;
    return why;
  }

  /** Returns why it could not be read; null if there was no failure. */
  @Nullable IOException failure() {
    return failure;
  }

  /**
   * Rethrows a failure that a scheme may have caught: after a failed read there is nothing left to
   * send.
   *
   * @throws IOException if it could not be read
   */
  void checkContent() throws IOException {
    IOException why = failure;
    if (why != null) {
      throw why;
    }
  }

  /** Returns what to send in place of the source; null if nothing was read. */
  synchronized @Nullable RequestContent toSend() {
    if (toSend == null) {
      byte[] known = bytes;
      if (known != null) {
        toSend = new KeptContent(source, known);
      } else if (!digests.isEmpty()) {
        toSend = new CheckedContent(source, Map.copyOf(digests));
      }
    }
    return toSend;
  }

  /** Returns whether this is the content, or was read from it. */
  @SuppressWarnings("ReferenceEquality") // Adapters pass on the same object.
  boolean isOf(@Nullable RequestContent content) {
    return content == source || (content != null && content == toSend());
  }
}
