/** What the tool, the soak and the tests share. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.examples;
