package dev.latchkey;

/** A credential that no request has carried yet, with the request for which it was issued. */
record ReadyCredential(CachedCredential credential, KeyringOrigin origin, RequestHead request) {
  boolean suits(KeyringOrigin to, RequestHead next) {
    return to == origin && credential.vary.agree(request, next) && request.hasSameWhole(next);
  }
}
