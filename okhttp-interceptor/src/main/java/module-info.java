/** Adds a keyring's credentials to the requests of an OkHttp client. */
@org.jspecify.annotations.NullMarked
module dev.latchkey.okhttp {
  requires transitive dev.latchkey;
  requires transitive okhttp3;
  requires static org.jspecify;

  exports dev.latchkey.okhttp;
}
