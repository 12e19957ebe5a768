/** Fetches tokens from a token endpoint, and binds them by DPoP. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // OAuth 2 is what it is called, with its digit.
module dev.latchkey.oauth2 {
  requires transitive dev.latchkey;
  requires transitive java.net.http;
  requires com.fasterxml.jackson.core;
  requires static org.jspecify;

  exports dev.latchkey.oauth2;
}
