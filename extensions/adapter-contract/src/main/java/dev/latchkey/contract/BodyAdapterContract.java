package dev.latchkey.contract;

/**
 * The rules of adapters that tell schemes whole requests; their clients are a {@link BodyClient}.
 */
public abstract class BodyAdapterContract extends AdapterContract
    implements BodyRules, HeadersRules {}
