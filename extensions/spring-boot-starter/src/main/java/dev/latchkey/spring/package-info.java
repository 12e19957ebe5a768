/** A keyring of an application's properties and beans, for Spring Boot. */
@NullMarked
package dev.latchkey.spring;

import org.jspecify.annotations.NullMarked;
