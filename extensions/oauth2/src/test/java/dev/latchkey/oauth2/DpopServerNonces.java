package dev.latchkey.oauth2;

import dev.latchkey.testing.Reply;
import java.util.ArrayDeque;
import java.util.Deque;

/** The nonces of a server that binds proofs to its own time (RFC 9449 §8). */
final class DpopServerNonces {
  private final String name;
  private final Deque<String> accepted = new ArrayDeque<>();
  private int accepting;
  private boolean tells;
  private int made;

  DpopServerNonces(String name) {
    this.name = name;
  }

  /** From now on proofs need one of the last so many nonces. */
  synchronized void require(int last) {
    accepting = last;
    next();
  }

  /** From now on each response has another one. */
  synchronized void changeWithEachResponse() {
    tells = true;
  }

  /** Makes another one, which clients learn when a proof is refused. */
  synchronized String next() {
    accepted.addLast(name + "-" + ++made);
    while (accepted.size() > accepting) {
      accepted.removeFirst();
    }
    return accepted.getLast();
  }

  synchronized boolean accepts(String nonce) {
    return accepting == 0 || accepted.contains(nonce);
  }

  /** Returns the reply as it is sent. */
  synchronized Reply on(Reply reply, boolean refused) {
    String nonce = tells ? next() : refused ? accepted.getLast() : null;
    return nonce == null ? reply : reply.with("DPoP-Nonce", nonce);
  }
}
