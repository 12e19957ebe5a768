package dev.latchkey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one origin for schemes that are parts of others: one for each scheme, compared by
 * identity. All share one clock of the server.
 */
final class OriginParts implements CredentialParts {
  private final Origin origin;
  private final KeyringResources resources;
  private final Lazy<Cache<CredentialSlotKey, CredentialSlot>> slots;
  private final ServerClock serverClock;
  private final Lazy<Cache<AuthScheme, KeyringOrigin>> parts;

  private OriginParts(
      Origin origin,
      KeyringResources resources,
      Lazy<Cache<CredentialSlotKey, CredentialSlot>> slots,
      long maximum) {
    this.origin = origin;
    this.resources = resources;
    this.slots = slots;
    this.serverClock = new ServerClock(resources.times());
    this.parts = new Lazy<>(() -> newCache(maximum));
  }

  private static Cache<AuthScheme, KeyringOrigin> newCache(long maximum) {
    return Caffeine.newBuilder()
        .executor(Runnable::run)
        // Weak keys are compared by identity.
        .weakKeys()
        .maximumSize(maximum)
        .build();
  }

  /**
   * Returns the entry of a keyring for an origin and its scheme.
   *
   * @param slots the slots of all origins
   * @param maximum the maximum number of parts
   */
  static KeyringOrigin newOrigin(
      Origin origin,
      AuthScheme scheme,
      KeyringResources resources,
      Lazy<Cache<CredentialSlotKey, CredentialSlot>> slots,
      long maximum) {
    return new OriginParts(origin, resources, slots, maximum).newOrigin(scheme);
  }

  private KeyringOrigin newOrigin(AuthScheme scheme) {
    return new KeyringOrigin(origin, scheme, serverClock, this, resources, slots);
  }

  private KeyringOrigin part(AuthScheme scheme) {
    KeyringOrigin known = parts.get().getIfPresent(scheme);
    if (known != null) {
      return known;
    }
    // Not under a lock of the cache, since it calls the scheme.
    KeyringOrigin made = newOrigin(scheme);
    KeyringOrigin before = parts.get().asMap().putIfAbsent(scheme, made);
    return before == null ? made : before;
  }

  @Override
  public void forget() {
    Cache<AuthScheme, KeyringOrigin> made = parts.ifMade();
    if (made == null) {
      return;
    }
    made.asMap()
        .values()
        .removeIf(
            part -> {
              part.end();
              return true;
            });
  }

  @Override
  public Issue begin(
      RequestHead request,
      @Nullable CachedCredential replaced,
      @Nullable ResponseHead refusal,
      boolean mayWait) {
    return new PartsOfIssue(request, replaced, refusal, mayWait);
  }

  private final class PartsOfIssue implements Issue {
    private final RequestHead request;
    private final @Nullable ResponseHead refusal;
    private final boolean mayWait;
    private final List<UsedPart> refused;
    private final List<CredentialPart> used = new ArrayList<>(2);
    private boolean singleUse;

    PartsOfIssue(
        RequestHead request,
        @Nullable CachedCredential replaced,
        @Nullable ResponseHead refusal,
        boolean mayWait) {
      this.request = request;
      this.refusal = refusal;
      this.mayWait = mayWait;
      this.refused = replaced == null ? List.of() : UsedPart.refusedOf(replaced, refusal);
    }

    @Override
    public List<CredentialPart> used() {
      return used;
    }

    @Override
    public boolean isSingleUse() {
      return singleUse;
    }

    @Override
    public CachedCredential credential(AuthScheme scheme) throws IOException {
      KeyringOrigin part = part(scheme);
      CachedCredential credential = get(part, refusedOf(part));
      boolean held = !part.isForOneRequest(credential);
      singleUse |= !held;
      used.add(new UsedPart(part, held ? part.slot(request) : null, credential));
      return credential;
    }

    private CachedCredential get(KeyringOrigin part, @Nullable CachedCredential refused)
        throws IOException {
      CachedCredential known = refused == null ? part.peek(resources.times().millis()) : null;
      if (known != null) {
        return known;
      }
      if (!mayWait && part.isIssuedElsewhereForEach()) {
        // The result of an issue that begins here would not be used.
        throw new RunElsewhere();
      }
      CachedCredential credential = await(new PartWaiter(part, request, refused, refusal));
      // A single-use one must not be sent again, even if another may not be worth a retry.
      return credential == refused && part.isForOneRequest(credential)
          ? get(part, null)
          : credential;
    }

    private CachedCredential await(PartWaiter waiter) throws IOException {
      waiter.ask();
      if (!waiter.isDone() && !mayWait) {
        // Its issue continues, and is joined then.
        waiter.cancel(false);
        throw new RunElsewhere();
      }
      try {
        return CancelWatch.await(waiter);
      } catch (CredentialException e) {
        throw e.ofPart();
      }
    }

    private @Nullable CachedCredential refusedOf(KeyringOrigin part) {
      for (UsedPart each : refused) {
        if (each.origin() == part) {
          return each.credential();
        }
      }
      return null;
    }
  }

  private static final class PartWaiter extends CredentialWaiter<CachedCredential> {
    PartWaiter(
        KeyringOrigin part,
        RequestHead request,
        @Nullable CachedCredential refused,
        @Nullable ResponseHead refusal) {
      super(part::give, request, refused, refusal);
    }

    @Override
    CachedCredential result(CachedCredential credential) {
      return credential;
    }
  }
}
