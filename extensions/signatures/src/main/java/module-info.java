/**
 * Signs requests: AWS Signature Version 4, HTTP message signatures, and HMAC schemes of vendors.
 */
@org.jspecify.annotations.NullMarked
module dev.latchkey.signatures {
  requires transitive dev.latchkey;
  requires static org.jspecify;

  exports dev.latchkey.signatures;
}
