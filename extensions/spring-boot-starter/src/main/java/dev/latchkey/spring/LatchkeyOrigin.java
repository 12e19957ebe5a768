package dev.latchkey.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adds a bean of type {@link dev.latchkey.AuthScheme} to the application's keyring, for the given
 * origins. For schemes that cannot be configured by properties:
 *
 * <pre>{@code
 * @Bean
 * @LatchkeyOrigin("https://api.acme.example")
 * AuthScheme acme() {
 *   return context -> Credential.of("x-acme-time", context.now().toString()).singleUse();
 * }
 * }</pre>
 *
 * <p>A bean without this annotation is not added to the keyring; it may be a part of another
 * scheme.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface LatchkeyOrigin {

  /** Returns the origins, such as {@code https://api.example.com} or <code>${acme.url}</code>. */
  String[] value();

  /**
   * Returns whether credentials may cross a network in plain {@code http}, because something else
   * protects it, such as a service mesh.
   */
  boolean insecure() default false;
}
