/** Adds a keyring's credentials to the requests of a {@code java.net.http.HttpClient}. */
@org.jspecify.annotations.NullMarked
module dev.latchkey.jdk {
  requires transitive dev.latchkey;
  requires transitive java.net.http;
  requires static org.jspecify;

  exports dev.latchkey.jdk;
}
