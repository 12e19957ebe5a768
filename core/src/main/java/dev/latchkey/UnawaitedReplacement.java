package dev.latchkey;

import java.util.function.Consumer;

/** Asks for a replacement that is for later calls, and waits for nothing. */
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
