/** Issues and caches API credentials, and decides which request gets which. */
@org.jspecify.annotations.NullMarked
module dev.latchkey {
  requires com.auth0.jwt;
  requires com.fasterxml.jackson.core;
  requires com.github.benmanes.caffeine;
  requires static transitive org.jspecify;

  exports dev.latchkey;
  exports dev.latchkey.vendor;
}
