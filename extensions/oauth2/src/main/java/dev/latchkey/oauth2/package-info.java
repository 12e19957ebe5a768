/** Schemes that fetch their tokens: OAuth 2.0 and its vendor-specific variants. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.oauth2;
