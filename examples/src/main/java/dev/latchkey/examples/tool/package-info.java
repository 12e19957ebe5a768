/**
 * The program {@code latchkey}: without arguments it shows the library at work against embedded
 * servers, with arguments it sends a request to a real vendor.
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey.examples.tool;
