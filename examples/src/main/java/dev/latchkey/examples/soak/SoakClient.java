package dev.latchkey.examples.soak;

import dev.latchkey.CredentialException;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A client of {@link SoakEndpoint}, whose key and secret are replaced at once, without a time in
 * which the old ones would do. It knows what the endpoint did to it.
 */
final class SoakClient implements SoakTarget {
  /** What authenticates it. */
  record Key(String secret, SigningKey signing, KeyPair pair) {}

  private final SoakEndpoint endpoint;
  private final String id;
  private final AtomicInteger keyNumber = new AtomicInteger();
  private final SoakTrouble trouble = new SoakTrouble();
  private volatile Key key;
  private volatile long keyRefused = System.nanoTime() - 2 * SoakTrouble.ON_ITS_WAY;

  SoakClient(SoakEndpoint endpoint, String id, KeyPair first) {
    this.endpoint = endpoint;
    this.id = id;
    this.key = key(first);
  }

  String id() {
    return id;
  }

  /** What authenticates it from now on. */
  Key key() {
    return key;
  }

  void rotate(KeyPair next) {
    key = key(next);
  }

  private Key key(KeyPair pair) {
    int number = keyNumber.incrementAndGet();
    // With characters that are encoded in a form.
    return new Key(
        id + ":+ %" + number, SigningKey.rs256(id + "-" + number, pair.getPrivate()), pair);
  }

  /** The endpoint is about to answer with a token. */
  void helped() {
    trouble.ends();
  }

  /** The endpoint is about to answer with an error that is its own, or not at all. */
  void troubled() {
    trouble.failed();
    trouble.begins();
  }

  /** The endpoint is about to refuse what was signed before a rotation. */
  void keyRefused() {
    keyRefused = System.nanoTime();
  }

  @Override
  public URI uri() {
    return endpoint.apiUri();
  }

  @Override
  public List<Refusal> takeRefusals(String call) {
    return endpoint.refusals.take(call);
  }

  /**
   * Trouble explains the failures of calls until the endpoint helps. A refused key does only as
   * long as that answer may be on its way, since the next key is known by then.
   */
  @Override
  public Watch watch() {
    BooleanSupplier failed = trouble.watch();
    long began = System.nanoTime();
    return new Watch() {
      @Override
      public boolean issuerFailed() {
        return failed.getAsBoolean() || keyRefused > began - SoakTrouble.ON_ITS_WAY;
      }

      @Override
      public boolean explains(IOException failure) {
        return failure instanceof CredentialException && issuerFailed();
      }
    };
  }
}
