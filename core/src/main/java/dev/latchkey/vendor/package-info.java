/**
 * The vendors that are built in, one class each, with static factories of {@link
 * dev.latchkey.AuthScheme}.
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey.vendor;
