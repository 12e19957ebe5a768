package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request of which an adapter provides no more than single headers. */
final class FunctionRequest implements OutgoingRequest {
  private static final RequestContent UNTOLD = new Untold();

  private final String method;
  private final URI uri;
  private final Function<String, @Nullable String> header;

  FunctionRequest(String method, URI uri, Function<String, @Nullable String> header) {
    this.method = requireNonNull(method, "method");
    this.uri = requireNonNull(uri, "uri");
    this.header = requireNonNull(header, "header");
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public @Nullable String header(String name) {
    return header.apply(name);
  }

  @Override
  public Map<String, List<String>> headers() {
    throw new IllegalStateException(
        "The adapter of this client does not provide all headers; it must pass an"
            + " OutgoingRequest to AuthCall.attempt");
  }

  /** Returns null for methods whose requests have none. */
  @Override
  public @Nullable RequestContent content() {
    return switch (method.toUpperCase(Locale.ROOT)) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> null;
      default -> UNTOLD;
    };
  }

  /** Content that the adapter does not provide. */
  private static final class Untold implements RequestContent {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public boolean isReplayable() {
      return false;
    }

    @Override
    public boolean mayBlock() {
      return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      throw new CredentialException(
          "its scheme reads the request's body, which the adapter of this client does not"
              + " provide; it must pass an OutgoingRequest to AuthCall.attempt");
    }
  }
}
