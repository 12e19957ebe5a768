package dev.latchkey.oauth2;

import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthScheme;
import dev.latchkey.HttpTransport;
import dev.latchkey.Origin;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link TokenRequest.Builder}. They do not change after the request is built.
 */
final class TokenSettings {
  private static final String LOOPBACK = "localhost|\\[::1]|127(\\.[0-9]{1,3}){3}";

  /** The name of the client's authentication, so that there is only one. */
  static final String CLIENT = "client authentication";

  final URI endpoint;

  /** The fields, the headers and the client's authentication. */
  final List<TokenForm.Part> parts = new ArrayList<>();

  @Nullable RefreshGrant refresh;
  @Nullable AuthScheme scheme;
  boolean json;
  String tokenField = "access_token";
  String expiresInField = "expires_in";
  @Nullable String expiresAtField;
  Duration lifetime = Duration.ofMinutes(5);
  String header = "Authorization";

  /** Formats the header's value; null if the type of the token precedes it. */
  @Nullable UnaryOperator<String> format;

  Supplier<HttpTransport> transport = () -> HttpClientTransport.Shared.TRANSPORT;
  Duration timeout = Duration.ofSeconds(10);

  private final Set<String> names = new HashSet<>();
  boolean built;

  TokenSettings(String endpoint) {
    Origin origin = Origin.of(endpoint);
    this.endpoint = URI.create(endpoint);
    String scheme = this.endpoint.getScheme();
    boolean local = "http".equalsIgnoreCase(scheme) && origin.host().matches(LOOPBACK);
    if (!(local || "https".equalsIgnoreCase(scheme))
        || this.endpoint.getRawFragment() != null
        || this.endpoint.getRawAuthority().indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "The token endpoint at "
              + origin.host()
              + " gets secrets and gives tokens; use an https URL without user info and fragment");
    }
  }

  /** Returns the endpoint's name in messages; the rest of its URL may hold a secret. */
  String name() {
    return "The token endpoint " + Origin.of(endpoint);
  }

  /**
   * Records a setting, and returns its value.
   *
   * @throws IllegalArgumentException if it was set before
   */
  <T> T set(String name, T value) {
    if (built) {
      throw new IllegalStateException("build() was called; set " + name + " on another builder");
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException(name + " must be set only once, but was set twice");
    }
    return requireNonNull(value, name);
  }

  /** Adds a part, which sets the field or header of this name. */
  void add(String name, TokenForm.Part part) {
    parts.add(set(name, part));
  }

  /** Adds a field that is the same in each request. */
  void addField(String name, Object value) {
    List<?> values = value instanceof Collection<?> items ? new ArrayList<>(items) : List.of(value);
    if (!values.stream().allMatch(TokenSettings::isScalar)) {
      throw new IllegalArgumentException(
          "field " + name + " must be text, a number, a boolean, or a list of such");
    }
    Object fixed = value instanceof Collection ? values : value;
    add("field " + name, form -> form.field(name, fixed));
  }

  private static boolean isScalar(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  static String notEmpty(String name, String value) {
    if (requireNonNull(value, name).isBlank()) {
      throw new IllegalArgumentException(name + " must not be empty");
    }
    return value;
  }

  Duration within(String name, Duration value, Duration longest) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          name + " must be at least one second, and at most " + longest + ", but was " + value);
    }
    return set(name, value);
  }
}
