/** Code to copy. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.examples.samples;
