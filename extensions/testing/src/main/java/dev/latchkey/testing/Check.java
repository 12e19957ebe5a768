package dev.latchkey.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A credential that a {@link FakeVendor} accepts. Checks are immutable, and so safe for use by many
 * threads. For signed tokens there is {@link JwtCheck}.
 */
public abstract class Check {
  Check() {}

  /** Returns a check for a header with this value, such as an API key. */
  public static Check header(String name, String value) {
    return new ConstantCheck(name, sent -> sent.values(name), value);
  }

  /** Returns a check for a parameter of the query with this value. */
  public static Check query(String name, String value) {
    return new ConstantCheck("query parameter " + name, sent -> Form.query(sent).get(name), value);
  }

  /** Returns a check for a user id and a password in {@code Authorization: Basic}. */
  public static Check basic(String userId, String password) {
    byte[] pair = (userId + ":" + password).getBytes(StandardCharsets.UTF_8);
    return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /**
   * Returns a check that accepts a request if it has this header, once, and the predicate holds.
   * The predicate may look at the whole request, for example to verify a signature over its body.
   * It is called by several threads at once. If it throws, the request is refused, and {@link
   * FakeVendor#refusals} names the line that threw.
   *
   * @param header the header with the credential, whose value {@link FakeVendor#revoke} refuses
   * @param predicate whether the request is accepted
   */
  public static Check matching(String header, Predicate<SentRequest> predicate) {
    return new PlacedCheck(header, sent -> sent.values(header)) {
      @Override
      Optional<String> problemOf(String value, SentRequest request, Instant now) {
        return predicate.test(request) ? Optional.empty() : Optional.of("does not match");
      }
    };
  }

  /** Returns a check that accepts a request if all of these do. */
  public static Check allOf(Check... checks) {
    List<Check> all = List.of(checks);
    return new Check() {
      @Override
      Stream<String> credentials(SentRequest request) {
        return all.stream().flatMap(check -> check.credentials(request));
      }

      @Override
      Stream<String> constants() {
        return all.stream().flatMap(Check::constants);
      }

      @Override
      Optional<String> problem(SentRequest request, Instant now) {
        return all.stream().flatMap(check -> check.problem(request, now).stream()).findFirst();
      }
    };
  }

  /** Returns the credentials that a request has. */
  abstract Stream<String> credentials(SentRequest request);

  /** Returns why a request is refused, without its credential; empty if it is accepted. */
  abstract Optional<String> problem(SentRequest request, Instant now);

  /** Returns the credentials that are the same on each request. */
  Stream<String> constants() {
    return Stream.empty();
  }
}
