package dev.latchkey.oauth2;

import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>),
 * which may be replaced each time. Used by one thread at a time: a server that rotates refresh
 * tokens takes one that is sent twice for stolen.
 */
final class RefreshGrant implements TokenForm.Part {
  /** The grants that are in use. */
  private static final Map<RefreshTokenStore, WeakReference<RefreshGrant>> GRANTS =
      new WeakHashMap<>();

  private final RefreshTokenStore store;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private @Nullable String used;
  private @Nullable String unsaved;

  private RefreshGrant(RefreshTokenStore store) {
    this.store = store;
  }

  /**
   * Returns the grant of a store. It is the same for all requests that use the store, such as those
   * for tokens of several APIs, so that they take turns.
   */
  static RefreshGrant of(RefreshTokenStore store) {
    synchronized (GRANTS) {
      WeakReference<RefreshGrant> known = GRANTS.remove(store);
      RefreshGrant grant = known == null ? null : known.get();
      if (grant == null) {
        grant = new RefreshGrant(store);
      }
      GRANTS.put(grant.store, new WeakReference<>(grant));
      return grant;
    }
  }

  /** Gets a token, in one or more exchanges, while no other thread does. */
  Credential during(TokenForm.Source<Credential> fetch) throws IOException {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    try {
      return fetch.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void addTo(TokenForm form) throws IOException {
    if (unsaved != null && !isReplacedInStore(unsaved)) {
      save(unsaved);
    }
    unsaved = null;
    used = load();
    form.field("refresh_token", used);
  }

  /** Stores the refresh token that came with a token, before the token is used. */
  void granted(TokenAnswer answer) throws IOException {
    String next = answer.text("refresh_token");
    // Some servers send an empty one if the old one stays valid.
    if (next != null && !next.isEmpty() && !next.equals(used)) {
      unsaved = next;
      save(next);
      unsaved = null;
    }
  }

  /** Returns whether there is another refresh token than the one that was refused. */
  boolean isReplaced() throws IOException {
    return !load().equals(used);
  }

  private String load() throws CredentialException {
    String token;
    try {
      token = store.load();
    } catch (IOException | RuntimeException e) {
      throw failed("loaded", e);
    }
    if (token == null || token.isEmpty()) {
      throw new CredentialException("There is no refresh token in the RefreshTokenStore");
    }
    return token;
  }

  /**
   * Returns whether the store has a token of another login by now. It has none if it still has the
   * one that was used, cannot be read, or has only a part of the one that it failed to store.
   */
  private boolean isReplacedInStore(String unsaved) {
    try {
      String held = load();
      return !held.equals(used) && !unsaved.startsWith(held);
    } catch (CredentialException e) {
      return false;
    }
  }

  private void save(String token) throws CredentialException {
    try {
      store.store(token);
    } catch (IOException | RuntimeException e) {
      throw failed("stored", e);
    }
  }

  private static CredentialException failed(String what, Exception cause) {
    return new CredentialException(
        "The refresh token could not be " + what + ": " + cause.getClass().getName(), cause);
  }
}
