/** Configures a keyring from an application's properties and beans, for Spring Boot. */
@NullMarked
package dev.latchkey.spring;

import org.jspecify.annotations.NullMarked;
