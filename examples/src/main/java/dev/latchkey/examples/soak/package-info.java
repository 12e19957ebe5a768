/** A program that puts both clients under load, against servers that make trouble. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.examples.soak;
