/**
 * Signs requests: AWS Signature Version 4, HTTP message signatures, and HMAC schemes of vendors.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic")
module dev.latchkey.signatures {
  requires transitive dev.latchkey;
  requires static org.jspecify;
  requires static structured.fields;

  exports dev.latchkey.signatures;
}
