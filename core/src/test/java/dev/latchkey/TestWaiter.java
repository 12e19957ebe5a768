package dev.latchkey;

import org.jspecify.annotations.Nullable;

/** Waits for a credential of an origin as it is cached. */
final class TestWaiter extends CredentialWaiter<CachedCredential> {
  TestWaiter(KeyringOrigin origin, RequestHead request, @Nullable CachedCredential refused) {
    super(origin::give, request, refused, null);
  }

  static TestWaiter get(KeyringOrigin origin, RequestHead request) {
    return replace(origin, request, null);
  }

  static TestWaiter replace(
      KeyringOrigin origin, RequestHead request, @Nullable CachedCredential refused) {
    TestWaiter waiter = new TestWaiter(origin, request, refused);
    waiter.ask();
    return waiter;
  }

  @Override
  CachedCredential result(CachedCredential credential) {
    return credential;
  }
}
