package dev.latchkey.spring;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.latchkey.CredentialException;
import dev.latchkey.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows the origins of the keyring and the state of their credentials, without secrets: {@code
 * /actuator/latchkey}.
 */
@Endpoint(id = "latchkey")
public final class LatchkeyEndpoint {
  private final OriginSchemes schemes;
  private final KeyringState state;

  LatchkeyEndpoint(OriginSchemes schemes, KeyringState state) {
    this.schemes = schemes;
    this.state = state;
  }

  /** Returns the origins in the order in which they were added. */
  @ReadOperation
  public Origins origins() {
    return new Origins(
        schemes.all().entrySet().stream()
            .map(entry -> state(entry.getKey(), entry.getValue()))
            .toList());
  }

  private OriginState state(Origin origin, OriginScheme scheme) {
    Optional<CredentialException> failure = state.failure(origin);
    return new OriginState(
        origin.toString(),
        scheme.kind,
        scheme.keyId().orElse(null),
        state.age(origin).orElse(null),
        state.timeLeft(origin).orElse(null),
        failure.map(Throwable::getMessage).orElse(null),
        failure.flatMap(CredentialException::nextTry).orElse(null));
  }

  /**
   * The origins of a keyring.
   *
   * @param origins each origin's state
   */
  public record Origins(List<OriginState> origins) {}

  /**
   * The state of an origin's credential. Unknown values are omitted.
   *
   * @param origin the origin
   * @param scheme the name of its scheme in the properties, such as {@code authgear}; or {@code
   *     bean}
   * @param keyId the id of the signing key, if it has one
   * @param age the time since the last credential was issued
   * @param timeLeft the time until that credential ends, if it has an end
   * @param lastFailure the reason, if the last attempt failed
   * @param nextTry the time of the next attempt, if the last one failed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OriginState(
      String origin,
      String scheme,
      @Nullable String keyId,
      @Nullable Duration age,
      @Nullable Duration timeLeft,
      @Nullable String lastFailure,
      @Nullable Instant nextTry) {}
}
