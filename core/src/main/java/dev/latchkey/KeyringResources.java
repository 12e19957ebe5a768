package dev.latchkey;

/** The resources that the origins of a keyring, and the parts of their schemes, share. */
record KeyringResources(TimeSource times, SafeListener listener, CredentialExecutor executor) {}
