/** Programs of at most 40 lines, an adapter and a listener, to copy. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.examples.samples;
