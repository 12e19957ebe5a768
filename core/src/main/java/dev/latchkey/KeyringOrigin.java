package dev.latchkey;

import com.github.benmanes.caffeine.cache.Cache;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One origin of a keyring and its scheme, with what was learned of both: which parts of a request
 * the scheme reads, which headers it sets, how the server's clock runs.
 */
final class KeyringOrigin {
  /** The entries that this thread is issuing for, to tell a scheme that waits for itself. */
  private static final ThreadLocal<Deque<KeyringOrigin>> ISSUING =
      ThreadLocal.withInitial(ArrayDeque::new);

  final Origin origin;
  final AuthScheme scheme;
  final TimeSource times;
  final KeyringListener listener;
  final ServerClock serverClock;

  /** Whether issuing only computes and may be done on the thread of a call. */
  final boolean immediate;

  private final Executor executor;
  private final Cache<CredentialSlotKey, CredentialSlot> slots;

  /** The slot that serves all requests, which the cache never drops, so as not to look it up. */
  private volatile @Nullable CredentialSlot slotForAll;

  private volatile Vary reads = Vary.NOTHING;

  /** Of what kind the last credential was, and whether there was one of the other kind. */
  private volatile boolean singleUse;

  private volatile boolean reusable;

  /** How often another single-use credential was refused as well. */
  private volatile Backoff vain = Backoff.NONE;

  private volatile Set<String> headerNames;
  private volatile @Nullable Object lastKey;
  private volatile @Nullable String lastKeyProblem;

  KeyringOrigin(
      Origin origin,
      AuthScheme scheme,
      TimeSource times,
      KeyringListener listener,
      Executor executor,
      Cache<CredentialSlotKey, CredentialSlot> slots) {
    this.origin = origin;
    this.scheme = scheme;
    this.times = times;
    this.serverClock = new ServerClock(times);
    this.listener = listener;
    this.executor = executor;
    this.slots = slots;
    this.immediate = BuiltInScheme.isImmediate(scheme);
    this.headerNames = caseInsensitive(scheme.headerNames());
  }

  /** The names of the headers that the scheme sets, as far as they are known. */
  Set<String> headerNames() {
    return headerNames;
  }

  boolean isRefusal(int status) {
    try {
      return scheme.isRefusal(status);
    } catch (RuntimeException e) {
      return false;
    }
  }

  CredentialSlot slot(RequestHead request) {
    Vary current = reads;
    if (!current.isNothing()) {
      return slot(CredentialSlotKey.of(this, current, request), current);
    }
    CredentialSlot slot = slotForAll;
    if (slot == null) {
      slot = slot(CredentialSlotKey.of(this), current);
      slotForAll = slot;
    }
    return slot;
  }

  private CredentialSlot slot(CredentialSlotKey key, Vary current) {
    CredentialSlot slot = slots.getIfPresent(key);
    return slot != null ? slot : slots.get(key, absent -> new CredentialSlot(this, current));
  }

  /**
   * The credential that serves all requests, if there is one about which nothing is to be done.
   *
   * @param millis what the wall clock told just now
   */
  @Nullable CachedCredential atHand(long millis) {
    CredentialSlot slot = slotForAll;
    return slot == null || !reads.isNothing() ? null : slot.atHand(millis);
  }

  /** A credential for the request: at once where one is held, else when it is issued. */
  CompletableFuture<CachedCredential> obtain(RequestHead request) {
    if (!singleUse) {
      return slot(request).obtain(request);
    }
    // A scheme may issue both kinds, by the request's method, say.
    CachedCredential held = reusable ? usable(request) : null;
    return held == null ? issueSingle(request, null) : CompletableFuture.completedFuture(held);
  }

  /** What is held for such requests, without making a slot where there is none. */
  private @Nullable CachedCredential usable(RequestHead request) {
    CredentialSlot slot = slots.getIfPresent(CredentialSlotKey.of(this, reads, request));
    return slot == null ? null : slot.usable(request);
  }

  /** Another credential in place of one that was refused; the same one if no other can be had. */
  CompletableFuture<CachedCredential> replace(
      CachedCredential refused, @Nullable CredentialSlot slot, RequestHead request) {
    return slot == null ? replaceSingle(refused, request) : slot.replace(refused, request);
  }

  private CompletableFuture<CachedCredential> replaceSingle(
      CachedCredential refused, RequestHead request) {
    if (vain.isOver(times) || isClockChangedSince(refused)) {
      return issueSingle(request, refused);
    }
    return isRotatedSince(refused)
        .thenCompose(
            rotated ->
                rotated
                    ? issueSingle(request, refused)
                    : CompletableFuture.completedFuture(refused));
  }

  /** The credential that replaced a refused one was refused, or accepted. */
  void retried(@Nullable CredentialSlot slot, boolean accepted) {
    if (slot != null) {
      if (accepted) {
        slot.accepted();
      }
    } else if (accepted) {
      vain = Backoff.NONE;
    } else if (vain.isOver(times)) {
      vain = vain.next(times);
    }
  }

  boolean isClockChangedSince(CachedCredential held) {
    // Less than a second is below the resolution of Date and of the times in a token.
    return Math.abs(held.offset - serverClock.offset(times.millis())) >= 1_000;
  }

  private CompletableFuture<CachedCredential> issueSingle(
      RequestHead request, @Nullable CachedCredential refused) {
    if (isIssuingHere()) {
      return CompletableFuture.failedFuture(waitsForItself());
    }
    return compute(
        () -> {
          try {
            CachedCredential held = issue(request, refused, false);
            if (!held.isSingleUse()) {
              slot(request).adopt(held);
            }
            return held;
          } catch (CredentialException e) {
            listener.issueFailed(origin, e);
            throw e;
          }
        });
  }

  /** Whether the scheme's key is another one than the credential was made with. */
  CompletableFuture<Boolean> isRotatedSince(CachedCredential held) {
    if (!(scheme instanceof BuiltInScheme)) {
      return CompletableFuture.completedFuture(false);
    }
    return compute(
        () -> {
          try {
            return isRotated(held);
          } catch (Exception e) {
            // Any, as in issue: the refusal is then the caller's.
            return false;
          }
        });
  }

  private <T> CompletableFuture<T> compute(Callable<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    start(
        () -> {
          try {
            done.complete(task.call());
          } catch (Exception e) {
            done.completeExceptionally(e);
          } catch (Error e) {
            done.completeExceptionally(CredentialException.of(origin, e));
            throw e;
          }
        },
        done::completeExceptionally);
    return done;
  }

  /** Runs a task where it may run: here if it only computes, else on the executor. */
  void start(Runnable task, Consumer<CredentialException> onRejection) {
    if (immediate) {
      task.run();
    } else {
      startInBackground(task, onRejection);
    }
  }

  void startInBackground(Runnable task, Consumer<CredentialException> onRejection) {
    try {
      executor.execute(task);
    } catch (RuntimeException | Error e) {
      // An Error too: where no thread can be made, nobody must wait for one.
      onRejection.accept(CredentialException.of(origin, e));
    }
  }

  CredentialException waitsForItself() {
    return new CredentialException(
        "No credential for " + origin + ": its scheme asked for one while it was issuing it");
  }

  /**
   * Whether a flight that asks for this entry's credential on this thread would wait for itself.
   */
  boolean isIssuingHere() {
    return ISSUING.get().contains(this);
  }

  /** Asks the scheme, and learns from what it does. Throws nothing else. */
  CachedCredential issue(
      RequestHead request, @Nullable CachedCredential refused, boolean background)
      throws CredentialException {
    long bornMillis = times.millis();
    long bornNanos = times.nanos().getAsLong();
    long offset = serverClock.offset(bornMillis);
    Deque<KeyringOrigin> issuing = ISSUING.get();
    issuing.push(this);
    try {
      Instant dated = date(Instant.ofEpochMilli(bornMillis + offset), refused);
      IssueContext context = new IssueContext(dated, request);
      Credential credential = scheme.issue(context);
      if (credential == null) {
        throw new CredentialException("its scheme issued null");
      }
      CachedCredential held =
          new CachedCredential(
              credential,
              context.reads(),
              offset,
              dated,
              bornMillis,
              bornNanos,
              times.random().getAsDouble());
      if (held.isDeadOnArrival(times)) {
        throw new CredentialException("its scheme issued a credential that has expired already");
      }
      learn(held);
      long took = times.nanos().getAsLong() - bornNanos;
      listener.issued(origin, Duration.ofNanos(took), background);
      return held;
    } catch (Exception e) {
      // Any: Kotlin, for one, lets a scheme throw what Java would make it declare.
      throw CredentialException.of(origin, e);
    } finally {
      // Emptied, not taken away: a signature for each request would make it anew each time.
      issuing.pop();
    }
  }

  /**
   * The time to tell the scheme. If it is still the second of the refused credential, and the key
   * is the same, it is a second earlier: whole seconds would give the same bytes again, and a
   * server whose clock is a fraction of a second behind refuses a token dated in its future.
   */
  private Instant date(Instant now, @Nullable CachedCredential refused) throws IOException {
    if (refused == null
        || now.getEpochSecond() != refused.dated.getEpochSecond()
        || isRotated(refused)) {
      return now;
    }
    return refused.dated.minusSeconds(1);
  }

  private boolean isRotated(CachedCredential held) throws IOException {
    Object key = BuiltInScheme.currentKey(scheme);
    return key != null && !key.equals(held.credential.madeWith());
  }

  /**
   * Most credentials tell nothing new. Then nothing is locked or written here, where calls that are
   * signed each for itself meet; to write all the same would cost each of them 5 %.
   */
  private void learn(CachedCredential held) {
    if (singleUse != held.isSingleUse()) {
      singleUse = held.isSingleUse();
    }
    if (!reusable && !held.isSingleUse()) {
      reusable = true;
    }
    Set<String> names = held.credential.headers().keySet();
    if (!reads.covers(held.reads) || !headerNames.containsAll(names)) {
      synchronized (this) {
        reads = reads.and(held.reads);
        Set<String> all = caseInsensitive(headerNames);
        all.addAll(names);
        headerNames = all;
      }
    }
    Object before = lastKey;
    Object key = held.credential.madeWith();
    if (key != before) {
      lastKey = key;
      tellKeys(before, key);
    }
    String problem = scheme instanceof BuiltInScheme computed ? computed.keyProblem() : null;
    if (!Objects.equals(problem, lastKeyProblem)) {
      lastKeyProblem = problem;
      if (problem != null) {
        listener.keyUnreadable(origin, problem);
      }
    }
  }

  private void tellKeys(@Nullable Object before, @Nullable Object now) {
    if (before instanceof List<?> list && now instanceof List<?> other) {
      for (int i = 0; i < list.size(); i++) {
        tellKeys(list.get(i), other.get(i));
      }
    } else if (before != null && now instanceof SigningKey key && !key.equals(before)) {
      listener.keyChanged(origin, key.keyId(), key.algorithm());
    }
  }

  private static Set<String> caseInsensitive(Set<String> names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(names);
    return set;
  }
}
