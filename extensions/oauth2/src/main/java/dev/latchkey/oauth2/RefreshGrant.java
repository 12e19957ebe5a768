package dev.latchkey.oauth2;

import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>),
 * which may be replaced each time. Used by one thread at a time: to a server that rotates refresh
 * tokens, one that is sent twice has been stolen.
 */
final class RefreshGrant implements TokenGrant {
  private final RefreshTokenStore store;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private @Nullable String used;
  private @Nullable String unsaved;

  RefreshGrant(RefreshTokenStore store) {
    this.store = store;
  }

  @Override
  public Credential during(Fetch fetch) throws IOException {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    try {
      return fetch.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void addTo(TokenForm form) throws IOException {
    save();
    used = load();
    form.field("refresh_token", used);
  }

  @Override
  public void granted(TokenAnswer answer) throws IOException {
    String next = answer.text("refresh_token");
    if (next != null && !next.equals(used)) {
      unsaved = next;
      save();
    }
  }

  @Override
  public boolean isReplaced() throws IOException {
    return !load().equals(used);
  }

  private String load() throws IOException {
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

  private void save() throws IOException {
    if (unsaved == null) {
      return;
    }
    try {
      store.store(unsaved);
    } catch (IOException | RuntimeException e) {
      throw failed("stored", e);
    }
    unsaved = null;
  }

  private static CredentialException failed(String what, Exception cause) {
    return new CredentialException(
        "The refresh token could not be " + what + ": " + cause.getClass().getName(), cause);
  }
}
