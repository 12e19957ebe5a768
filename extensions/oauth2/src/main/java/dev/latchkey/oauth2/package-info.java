/** Schemes whose tokens are fetched: OAuth 2.0, and what vendors made of it. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.oauth2;
