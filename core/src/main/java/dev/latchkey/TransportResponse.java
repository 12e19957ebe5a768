package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;

/** A response to an {@link HttpTransport}. Immutable. */
public final class TransportResponse {
  /** The maximum length of a body, in bytes: 1 MiB. */
  public static final int MAXIMUM_BODY_SIZE = 1 << 20;

  private final ResponseHead head;
  private final byte[] body;

  private TransportResponse(ResponseHead head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  /**
   * Returns a response.
   *
   * @param body the body, which is copied
   * @throws CredentialException if the body is longer than {@link #MAXIMUM_BODY_SIZE}
   */
  public static TransportResponse of(ResponseHead head, byte[] body) throws CredentialException {
    requireNonNull(head, "head");
    if (body.length > MAXIMUM_BODY_SIZE) {
      throw tooLong();
    }
    return new TransportResponse(head, body.clone());
  }

  /**
   * Reads a response to its end, and returns it.
   *
   * @param body the stream to read, which is not closed
   * @throws CredentialException if the body is longer than {@link #MAXIMUM_BODY_SIZE}; no more of
   *     it is read
   * @throws IOException if reading fails
   */
  public static TransportResponse read(ResponseHead head, InputStream body) throws IOException {
    requireNonNull(head, "head");
    byte[] bytes = body.readNBytes(MAXIMUM_BODY_SIZE + 1);
    if (bytes.length > MAXIMUM_BODY_SIZE) {
      throw tooLong();
    }
    return new TransportResponse(head, bytes);
  }

  private static CredentialException tooLong() {
    return new CredentialException("The response is longer than " + MAXIMUM_BODY_SIZE + " bytes");
  }

  /** Returns the status and the headers. */
  public ResponseHead head() {
    return head;
  }

  /** Returns a copy of the body. It may hold secrets. */
  public byte[] body() {
    return body.clone();
  }

  /** Returns a text with the status; the rest may hold secrets. */
  @Override
  public String toString() {
    return "TransportResponse[" + head.status() + "]";
  }
}
