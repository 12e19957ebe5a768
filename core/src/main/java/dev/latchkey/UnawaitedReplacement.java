package dev.latchkey;

import java.util.function.Consumer;

/** Requests a replacement for later calls, and does not wait for it. */
final class UnawaitedReplacement extends CredentialWaiter<Boolean> {
  UnawaitedReplacement(
      Consumer<CredentialWaiter<?>> source,
      RequestHead request,
      CachedCredential refused,
      ResponseHead refusal) {
    super(source, request, refused, refusal);
    cancel(false);
  }

  @Override
  Boolean result(CachedCredential credential) {
    return false;
  }
}
