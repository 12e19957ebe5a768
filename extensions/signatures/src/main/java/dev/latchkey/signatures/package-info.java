/** Schemes that sign each request. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.signatures;
