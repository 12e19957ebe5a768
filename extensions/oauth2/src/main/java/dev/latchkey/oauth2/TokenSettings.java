package dev.latchkey.oauth2;

import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.HttpTransport;
import dev.latchkey.Origin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a {@link TokenRequest.Builder} was told. Does not change once a request is built of it. */
final class TokenSettings {
  private static final String LOOPBACK = "localhost|\\[::1]|127(\\.[0-9]{1,3}){3}";

  final URI endpoint;
  final TokenGrant grant;
  final Map<String, Object> fields = new LinkedHashMap<>();
  final Map<String, String> headers = new LinkedHashMap<>();
  TokenForm.Part authentication = form -> {};
  @Nullable AuthScheme scheme;
  boolean json;
  String tokenField = "access_token";
  String expiresInField = "expires_in";
  @Nullable String expiresAtField;
  @Nullable Duration lifetime;
  @Nullable String header;
  UnaryOperator<String> format = UnaryOperator.identity();
  @Nullable HttpTransport transport;
  @Nullable HttpTransport mutualTls;
  Duration timeout = Duration.ofSeconds(10);

  private final Set<String> names = new HashSet<>();
  private boolean built;

  TokenSettings(String endpoint, TokenGrant grant) {
    Origin origin = Origin.of(endpoint);
    if (!origin.scheme().equals("https") && !origin.host().matches(LOOPBACK)) {
      throw new IllegalArgumentException(
          "The token endpoint at " + origin + " gets secrets and gives tokens; use https");
    }
    this.endpoint = URI.create(endpoint);
    if (this.endpoint.getRawFragment() != null
        || this.endpoint.getRawAuthority().indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "The token endpoint at " + origin + " must have neither user info nor a fragment");
    }
    this.grant = grant;
  }

  /** Returns what to call the endpoint; the rest of its URL may hold a secret. */
  String name() {
    return "The token endpoint " + Origin.of(endpoint);
  }

  /**
   * Notes a setting.
   *
   * @throws IllegalArgumentException if it was made before
   */
  void set(String name) {
    if (built) {
      throw new IllegalStateException("build() was called; set " + name + " on another builder");
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException(name + " is set twice; set it once");
    }
  }

  /** Notes a setting, and returns its value. */
  <T> T set(String name, T value) {
    set(name);
    return requireNonNull(value, name);
  }

  void mutualTls(SSLContext context) {
    HttpClient client = HttpClient.newBuilder().sslContext(set("mutualTls", context)).build();
    this.mutualTls = HttpClientTransport.of(client);
  }

  void requestHeader(String name, String value) {
    set("requestHeader " + name.toLowerCase(Locale.ROOT));
    headers.putAll(Credential.of(name, value).headers());
  }

  void header(String name, UnaryOperator<String> format) {
    Credential.of(name, "token");
    this.header = set("header", name);
    this.format = requireNonNull(format, "format");
  }

  void field(String name, Object value) {
    fields.put(name, set("field " + name, value));
  }

  Duration within(String name, Duration value, Duration longest) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          name + " must be at least one second, and at most " + longest + ", but was " + value);
    }
    return set(name, value);
  }

  /** Ends the setting. */
  void build() {
    fields.forEach(
        (name, value) -> {
          if (!json && !isOfForm(value)) {
            throw new IllegalStateException(
                "The field " + name + " has a structure, which no form has; call jsonBody()");
          }
        });
    if (mutualTls != null && transport != null) {
      throw new IllegalStateException(
          "mutualTls(…) and transport(…) exclude each other; call publicClient(…), and give the"
              + " transport a client that has the certificate");
    }
    built = true;
  }

  private static boolean isOfForm(Object value) {
    return value instanceof Collection<?> all
        ? all.stream().noneMatch(item -> item instanceof Collection || item instanceof Map)
        : !(value instanceof Map);
  }

  void addTo(TokenForm form) throws IOException {
    form.headers.putAll(headers);
    form.headers.putIfAbsent("Accept", "application/json");
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      Object value = field.getValue();
      // Not remembered: a nonce is another one each time, and cures nothing.
      form.field(field.getKey(), value instanceof Supplier<?> computed ? computed.get() : value);
    }
    grant.addTo(form);
    authentication.addTo(form);
  }

  HttpTransport transport() {
    HttpTransport own = mutualTls == null ? transport : mutualTls;
    return own == null ? HttpClientTransport.shared() : own;
  }

  Credential credential(String token, @Nullable TokenBinding binding) {
    if (header != null) {
      return Credential.of(header, format.apply(token));
    }
    String type = binding == null ? "Bearer" : binding.tokenType();
    return Credential.of("Authorization", type + " " + token);
  }
}
