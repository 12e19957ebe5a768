package dev.latchkey.spring;

import dev.latchkey.Keyring;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/**
 * Closes the keyring. Beans are destroyed in the reverse order of their creation, and the keyring
 * may be created last, at the first request. This bean is created before the beans that have a
 * client, so that those can make requests until they are destroyed.
 */
final class KeyringCloser implements DisposableBean {
  private volatile @Nullable Keyring keyring;

  void closes(Keyring made) {
    keyring = made;
  }

  @Override
  public void destroy() {
    Keyring made = keyring;
    if (made != null) {
      made.close();
    }
  }
}
