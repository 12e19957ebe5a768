/** The rules that every adapter of an HTTP client follows, as tests. */
package dev.latchkey.contract;
