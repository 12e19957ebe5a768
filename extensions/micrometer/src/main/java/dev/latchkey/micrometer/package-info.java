/** Meters of a keyring's credentials, for Micrometer. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.micrometer;
