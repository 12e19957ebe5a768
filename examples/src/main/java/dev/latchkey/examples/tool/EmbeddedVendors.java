package dev.latchkey.examples.tool;

import dev.latchkey.KeyFile;
import dev.latchkey.Keyring;
import dev.latchkey.KeyringListener;
import dev.latchkey.vendor.ApiKey;
import dev.latchkey.vendor.AuthgearAdmin;
import dev.latchkey.vendor.MayaOnline;
import dev.latchkey.vendor.StatusEntry;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/** The four vendors and the foreign host, open for business. */
final class EmbeddedVendors implements AutoCloseable {
  final Accounts accounts = new Accounts();
  final AuthgearKeys authgearKeys;
  final ForeignHost foreignHost;
  final EmbeddedVendor statusEntry;
  final EmbeddedVendor apiKey;
  final EmbeddedVendor mayaOnline;
  final EmbeddedVendor authgear;

  private final Clock clock;
  private final UnaryOperator<Verifier> verifiers;

  /**
   * Starts them all.
   *
   * @param verifiers may exchange what a vendor checks
   */
  EmbeddedVendors(Clock clock, UnaryOperator<Verifier> verifiers) throws IOException {
    this.clock = clock;
    this.verifiers = verifiers;
    this.authgearKeys = AuthgearKeys.start();
    this.foreignHost = ForeignHost.start();
    this.statusEntry =
        open(
            "status-entry", new StatusEntryVerifier(accounts.accessKey, accounts.secretKey, clock));
    this.apiKey =
        open(
            "api-key",
            new ApiKeyVerifier(
                accounts.apiKey, accounts.jwtKey, accounts.appKey, accounts.appSecret, clock));
    this.mayaOnline =
        open("maya-online", new MayaOnlineVerifier(accounts.publicValue, accounts.secretValue));
    this.authgear =
        open(
            "authgear-admin",
            new AuthgearVerifier(accounts.projectId, authgearKeys.onServer(), clock));
  }

  private EmbeddedVendor open(String name, Verifier verifier) throws IOException {
    return EmbeddedVendor.start(name, verifiers.apply(verifier), clock, foreignHost.uri());
  }

  List<EmbeddedVendor> vendors() {
    return List.of(statusEntry, apiKey, mayaOnline, authgear);
  }

  /** What a user of all four vendors writes once. */
  Keyring keyring(KeyringListener listener) {
    return Keyring.builder()
        .clock(clock)
        .listener(listener)
        .add(statusEntry.origin(), StatusEntry.keyPair(accounts.accessKey, accounts.secretKey))
        .add(
            apiKey.origin(),
            ApiKey.builder(accounts.apiKey)
                .signedWith(accounts.jwtKey)
                .organization(accounts.appKey, accounts.appSecret)
                .build())
        .add(mayaOnline.origin(), MayaOnline.apiKey(accounts.publicValue, accounts.secretValue))
        .add(
            authgear.origin(),
            AuthgearAdmin.project(accounts.projectId, KeyFile.newestIn(authgearKeys.folder())))
        .build();
  }

  @Override
  public void close() throws IOException {
    vendors().forEach(EmbeddedVendor::close);
    foreignHost.close();
    authgearKeys.close();
  }
}
