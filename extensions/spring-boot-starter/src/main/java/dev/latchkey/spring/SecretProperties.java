package dev.latchkey.spring;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides secret properties in the endpoints {@code env} and {@code configprops}, even if those are
 * set to show values.
 */
final class SecretProperties implements SanitizingFunction {
  private static final Pattern PREFIX = Pattern.compile("latchkeyorigins\\d+");

  /** Without punctuation, so that they also match environment variables. */
  private static final Set<String> NAMES =
      Arrays.stream(OriginProperties.class.getRecordComponents())
          .filter(block -> block.getType().isRecord())
          .flatMap(
              block ->
                  Arrays.stream(block.getType().getRecordComponents())
                      .filter(component -> component.getType() == Secret.class)
                      .map(RecordComponent::getName)
                      .map(name -> (block.getName() + name).toLowerCase(Locale.ROOT)))
          .collect(Collectors.toUnmodifiableSet());

  @Override
  public SanitizableData apply(SanitizableData data) {
    return isSecret(data.getKey()) ? data.withSanitizedValue() : data;
  }

  static boolean isSecret(String property) {
    String plain = property.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    var prefix = PREFIX.matcher(plain);
    return prefix.lookingAt() && NAMES.contains(plain.substring(prefix.end()));
  }
}
