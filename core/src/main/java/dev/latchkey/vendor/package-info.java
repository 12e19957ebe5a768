/**
 * The vendors whose rules come along, one class each: static factories of {@link
 * dev.latchkey.AuthScheme}.
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey.vendor;
