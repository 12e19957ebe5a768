/** What tests of code with credentials need: a clock, keys and servers on loopback. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.testing;
