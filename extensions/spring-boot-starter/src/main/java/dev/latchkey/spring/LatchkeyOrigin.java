package dev.latchkey.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adds a bean of type {@link dev.latchkey.AuthScheme} to the application's keyring, under the
 * origins that it names. It is for schemes that properties cannot say:
 *
 * <pre>{@code
 * @Bean
 * @LatchkeyOrigin("https://api.acme.example")
 * AuthScheme acme() {
 *   return context -> Credential.of("x-acme-time", context.now().toString()).singleUse();
 * }
 * }</pre>
 *
 * <p>A bean without it is in no keyring by itself; it may be a part of another scheme.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface LatchkeyOrigin {

  /** Returns the origins, such as {@code https://api.example.com} or <code>${acme.url}</code>. */
  String[] value();

  /**
   * Returns whether credentials may cross a network in plain {@code http}, which something else
   * protects, such as a service mesh.
   */
  boolean insecure() default false;
}
